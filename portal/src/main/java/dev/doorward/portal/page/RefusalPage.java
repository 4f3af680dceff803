package dev.doorward.portal.page;

import java.util.Optional;

/**
 * A refusal, for people.
 *
 * @param heading what happened, in a few words
 * @param text what it means and what to do
 * @param keepsForm whether a sent form waits in this page to be sent again
 * @param again whether asking for the same address again may help
 * @param anew where to begin anew
 */
public record RefusalPage(
    Frame frame,
    String heading,
    String text,
    Optional<String> caller,
    Optional<String> signIn,
    String signInTarget,
    boolean keepsForm,
    Optional<String> switchAccount,
    Optional<String> signOut,
    boolean again,
    Optional<Anew> anew) {
  /** A link to another start. */
  public record Anew(String href, String label) {}
}
