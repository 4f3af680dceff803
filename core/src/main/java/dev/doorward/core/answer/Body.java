package dev.doorward.core.answer;

import dev.doorward.core.request.Header;
import java.util.List;
import java.util.Optional;

/** What an answer of ours says below its head. */
public sealed interface Body {
  /** Nothing. */
  enum Empty implements Body {
    EMPTY
  }

  /** A problem document for programs. */
  record Json(Problem problem) implements Body {}

  /**
   * The same as a page for people.
   *
   * @param caller the reader's own name, where known: the only name that may stand there (C249)
   * @param signIn a link to sign in, where that could help
   * @param switchAccount a link to sign in as somebody else, where that could help
   * @param signOut a link to sign out
   */
  record Page(
      Problem problem,
      Optional<String> caller,
      Optional<Link> signIn,
      Optional<String> switchAccount,
      Optional<String> signOut)
      implements Body {}

  /**
   * The status of a gRPC call; on the wire the answer's own is 200.
   *
   * @param type of the content
   * @param trailers written as a frame of gRPC-Web; none where they stand in the head
   */
  record Grpc(String type, List<Header> trailers) implements Body {}

  /**
   * A link to the sign-in page.
   *
   * @param target {@code _blank}, {@code _top} or {@code _self}
   * @param keepsForm whether the page waits for its reader with a form to send again (C009)
   */
  record Link(String href, String target, boolean keepsForm) {}
}
