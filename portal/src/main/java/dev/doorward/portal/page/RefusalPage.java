package dev.doorward.portal.page;

import java.util.Optional;

/**
 * A refusal, for people.
 *
 * @param title the problem's title, as the document for programs has it
 * @param heading what happened, in a few words
 * @param text what it means and what to do
 * @param keepsForm whether a sent form waits in this page to be sent again
 */
public record RefusalPage(
    Frame frame,
    int status,
    String title,
    String heading,
    String text,
    Optional<String> caller,
    Optional<String> signIn,
    String signInTarget,
    boolean keepsForm,
    Optional<String> switchAccount,
    Optional<String> signOut,
    Optional<String> anew,
    String id) {}
