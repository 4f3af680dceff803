package dev.doorward.portal;

import dev.doorward.core.request.Field;
import dev.doorward.core.request.RequestFacts;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody just did to the account, told by the page that follows (303) the form. */
enum Done {
  PASSWORD("Your password is changed. Every other session and token of yours has ended."),
  SESSION("That session has ended."),
  SESSIONS("All your other sessions have ended.");

  private final String text;

  Done(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What the address tells of. Only on the way from a page of our own: a link from elsewhere must
   * not make us say that a password was changed.
   */
  static Optional<Done> told(RequestFacts f) {
    boolean own = f.fields().first(Field.SEC_FETCH_SITE).filter("same-origin"::equals).isPresent();
    Optional<String> what = own ? Input.ofQuery(f.target().query()).text("done") : Optional.empty();
    return what.flatMap(w -> Arrays.stream(values()).filter(d -> d.wire().equals(w)).findFirst());
  }
}
