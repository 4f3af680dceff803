package dev.doorward.core.route;

import dev.doorward.core.may.Requirement;
import dev.doorward.core.who.Schemes;

/** Who may come in by a route. */
public sealed interface Access {
  /** Everybody; credentials are never looked at. */
  enum Public implements Access {
    PUBLIC
  }

  /** Nobody, whoever they prove to be. */
  enum Closed implements Access {
    CLOSED
  }

  /** Whoever is known and meets the requirement. */
  record Guarded(
      Resource resource, Schemes accepts, Anonymous anonymous, Requirement need, Style style)
      implements Access {}

  /** What becomes of somebody who presents nothing. */
  enum Anonymous {
    /** Comes in as a stranger. */
    WELCOME,
    CHALLENGED
  }

  /** How a refusal is worded, never whether. */
  enum Style {
    PLAIN,
    /** 404 where no new token can help (C114). */
    HIDDEN
  }
}
