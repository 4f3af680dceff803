package dev.doorward.portal;

import dev.doorward.core.may.Decision;
import dev.doorward.core.request.Header;
import java.util.List;
import java.util.Optional;

/** What an endpoint of our own answers. Refusals are decisions; {@code core} words them. */
public sealed interface Outcome {
  /** A page. */
  record Page(int status, String html, List<Header> fields) implements Outcome {}

  /**
   * A document.
   *
   * @param cached may be kept by everybody for five minutes and read by every origin
   */
  record Json(String json, List<Header> fields, boolean cached) implements Outcome {}

  /** 303 See Other. */
  record Redirect(String location, List<Header> fields) implements Outcome {}

  /** 204 No Content. */
  record Done(List<Header> fields) implements Outcome {}

  /** A stylesheet or picture. */
  record Asset(byte[] bytes, String contentType) implements Outcome {}

  /**
   * No, worded by the contract.
   *
   * @param page in place of the usual page, for forms which say what is wrong
   * @param name of the account somebody tried to sign in to, if there is one: passwords are typed
   *     into the wrong field too
   */
  record No(Decision decision, Optional<String> page, Optional<String> name) implements Outcome {}
}
