package dev.doorward.contract;

import dev.doorward.contract.Result.Outcome;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The results of a run, as text. */
final class Report {

  private Report() {}

  /** {@code N passed, N failed, N skipped}. */
  static String counts(List<Result> results) {
    return count(results, Outcome.PASS)
        + " passed, "
        + count(results, Outcome.FAIL)
        + " failed, "
        + count(results, Outcome.SKIP)
        + " skipped";
  }

  static String json(List<Result> results) {
    ArrayNode array = JsonMapper.shared().createArrayNode();
    for (Result each : results) {
      ObjectNode node = array.addObject();
      node.put("case", each.id()).put("result", each.outcome().word());
      node.put("title", each.title()).put("summary", each.summary());
      if (each.failed()) {
        each.complaints().forEach(node.putArray("complaints")::add);
        node.put("sent", each.sent()).put("got", each.got());
      }
    }
    return array.toString();
  }

  private static long count(List<Result> results, Outcome outcome) {
    return results.stream().filter(r -> r.outcome() == outcome).count();
  }
}
