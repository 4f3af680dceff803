package dev.doorward.core.route;

import java.util.Set;

/** Who answers once the door is open. */
public sealed interface Behind {
  /**
   * The application.
   *
   * @param url its base, {@code http://host:port}, or {@code h2c://host:port} where it speaks
   *     HTTP/2
   */
  record App(String url) implements Behind {
    /** The very application inside of which we run; nothing is forwarded to it. */
    public static final App AROUND = new App("inside:");
  }

  /** There is no application (C293's {@code no-upstream}). */
  enum NoApp implements Behind {
    NO_APP
  }

  /** An endpoint of our own. */
  record Own(Endpoint endpoint, Intake intake, Set<Trait> traits) implements Behind {}

  /** Nothing: 404 for everybody (C223). */
  enum Nothing implements Behind {
    NOTHING
  }

  /** What is special about an endpoint of our own. */
  enum Trait {
    /** An unsafe request of another site is refused, signed in or not (C138). */
    POSTS_FROM_HERE,
    /** Never as early data (C346). */
    NEVER_EARLY,
    /** Open to those who must act first (C121). */
    EXCUSES_DUTIES
  }
}
