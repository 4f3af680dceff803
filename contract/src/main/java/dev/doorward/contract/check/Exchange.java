package dev.doorward.contract.check;

import dev.doorward.contract.cases.Case;
import dev.doorward.contract.cases.Check;
import dev.doorward.contract.cases.Step;
import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.wire.Answer;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A request, its answer, and all that is needed to judge it.
 *
 * @param front the front which stands between, asks, and hands over what it got itself
 * @param http2 whether it went over HTTP/2
 * @param other the answer to another case, for those which are compared
 */
public record Exchange(
    Case of,
    Step step,
    Request request,
    Answer answer,
    Words words,
    FixtureFile file,
    Optional<String> front,
    boolean http2,
    Function<String, Answer> other) {

  /** The checks of that kind. */
  <C extends Check> Stream<C> checks(Class<C> kind) {
    return step.checks().stream().filter(kind::isInstance).map(kind::cast);
  }

  /** Whether the case says something of a field of that name. */
  boolean mentions(String name) {
    if (checks(Check.SameAs.class).findAny().isPresent()) {
      return true; // what the other answer has, this one has, and nothing else
    }
    return checks(Check.Field.class).anyMatch(f -> f.name().equalsIgnoreCase(name))
        || checks(Check.Absent.class).anyMatch(f -> f.name().equalsIgnoreCase(name));
  }

  /** Whether the application's answer comes back as it was: this front passes nothing of ours. */
  boolean untouched() {
    return !isOwn() && front.equals(Optional.of("traefik"));
  }

  /** Whether that general check is switched off. */
  boolean without(String what) {
    return checks(Check.Without.class).anyMatch(w -> w.what().equals(what));
  }

  /** Whether Doorward itself is to answer. */
  boolean isOwn() {
    return !step.reachesApp();
  }

  /** From the address which the fixture denies. */
  boolean isDenied() {
    return request.from().getHostAddress().equals("127.0.0.2");
  }

  /** Whether Doorward owns CORS on the route asked. */
  boolean ownsCors() {
    return !of.fixture().equals("no-cors") && !request.path().startsWith("/own-cors");
  }
}
