package dev.doorward.server.admin;

import dev.doorward.config.Settings;
import dev.doorward.core.route.Behind;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.http.Exchange;
import dev.doorward.http.Reply;
import java.io.IOException;
import java.util.function.Supplier;

/** What is open on the admin listener to whom the judge let through. */
@FunctionalInterface
public interface Served {
  /**
   * Answers, and tells the witness. Runs on a virtual thread and may block.
   *
   * @param settings those in force when the request began
   * @param verdict which allows it, under their admin policy
   * @param own the endpoint to which it leads
   * @param again judges the same request anew, as rights stand by then
   * @throws IOException when the request's content did not come
   */
  Reply.Whole serve(
      Settings settings,
      Verdict verdict,
      Behind.Own own,
      Exchange exchange,
      Supplier<Verdict> again)
      throws IOException;
}
