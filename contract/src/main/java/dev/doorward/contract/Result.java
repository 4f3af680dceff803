package dev.doorward.contract;

import java.util.List;

/**
 * What came of one case.
 *
 * @param id such as {@code C334a}
 * @param summary request and answer in a line: {@code GET /me → 401 (want 401)}, or why it was
 *     skipped
 * @param complaints what was wrong with the answer, for people
 * @param sent the request that failed, as it was sent; empty unless the case failed
 * @param got the answer to it
 */
public record Result(
    String id,
    Outcome outcome,
    String title,
    String summary,
    List<String> complaints,
    String sent,
    String got) {

  /** How it went. */
  public enum Outcome {
    PASS("pass"),
    FAIL("FAIL"),
    SKIP("skip");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** As the runner prints it. */
    public String word() {
      return word;
    }
  }

  public Result {
    complaints = List.copyOf(complaints);
  }

  static Result skipped(String id, String title, String why) {
    return new Result(id, Outcome.SKIP, title, why, List.of(), "", "");
  }

  /** A case which could not even begin. */
  static Result broken(String id, String title, String why) {
    return new Result(id, Outcome.FAIL, title, "not sent", List.of(why), "", "");
  }

  public boolean passed() {
    return outcome == Outcome.PASS;
  }

  public boolean failed() {
    return outcome == Outcome.FAIL;
  }

  /** The line which the runner prints, and below it sent, want and got of a failure. */
  @Override
  public String toString() {
    var text = new StringBuilder(id).append(' ').append(outcome.word()).append(' ').append(summary);
    if (!title.isEmpty()) {
      text.append("  ").append(title);
    }
    if (failed()) {
      text.append("\n  want");
      complaints.forEach(c -> text.append("\n    ").append(c.replace("\n", "\n    ")));
      text.append("\n  sent\n    ").append(sent.replace("\n", "\n    "));
      text.append("\n  got\n    ").append(got.replace("\n", "\n    "));
    }
    return text.toString();
  }
}
