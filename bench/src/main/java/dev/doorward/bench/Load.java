package dev.doorward.bench;

import dev.doorward.bench.Wrk.Question;
import dev.doorward.bench.Wrk.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whole processes under load, each beside its anchors, in turns. */
final class Load {
  /** A JVM compiles anew what serves a request once connections have come and gone under load. */
  private static final int WARM_UPS = 4;

  private static final int WARM_UP_SECONDS = 5;

  private Load() {}

  /**
   * A figure to hold.
   *
   * @param least the ratio to hold
   */
  record Row(String what, Question ours, String anchor, Question theirs, double least) {}

  /** Arguments: the checkout, seconds of each turn, rounds. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]).toAbsolutePath();
    int seconds = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    try (Contestants all = new Contestants(root, Files.createTempDirectory("doorward-bench"))) {
      List<Row> rows = rows(all);
      Map<Question, List<Turn>> turns = new LinkedHashMap<>();
      for (Row row : rows) {
        turns.put(row.ours(), new ArrayList<>());
        turns.put(row.theirs(), new ArrayList<>());
      }
      for (Question q : turns.keySet()) {
        Asked.body(q);
      }
      for (int round = 1; round <= WARM_UPS; round++) {
        System.err.printf("bench: warming up, %d of %d%n", round, WARM_UPS);
        for (Question q : turns.keySet()) {
          Wrk.turn(q, all.server(q.port()), Wrk.CONNECTIONS, WARM_UP_SECONDS);
        }
      }
      for (int round = 1; round <= rounds; round++) {
        for (Map.Entry<Question, List<Turn>> each : turns.entrySet()) {
          int port = each.getKey().port();
          Turn turn = Wrk.turn(each.getKey(), all.server(port), Wrk.CONNECTIONS, seconds);
          each.getValue().add(turn);
          System.err.printf("bench: round %d, port %d: %.0f/s%n", round, port, turn.rate());
        }
      }
      Report.write(root, rows, turns, seconds, rounds);
    }
  }

  private static List<Row> rows(Contestants all) {
    String bearer = "Authorization: Bearer " + all.token;
    Question check = new Question(Contestants.CHECK, "/.doorward/check", Contestants.asked(bearer));
    Question basic =
        new Question(
            Contestants.CHECK,
            "/.doorward/check",
            Contestants.asked("Authorization: " + all.basic));
    Question door = new Question(Contestants.DOOR, "/r777/b", List.of(bearer));
    List<String> same = List.of(bearer);
    String path = "/r777/b";
    return List.of(
        new Row(
            "check face, seen token, 1,000 routes, 100,000 denied prefixes",
            check,
            "nginx, `map`, 1,000 locations, `geo` of 100,000",
            new Question(Contestants.NGINX_MAP, path, same),
            1.0),
        new Row(
            "the same",
            check,
            "HAProxy, map file, acl of 100,000",
            new Question(Contestants.HAPROXY_MAP, path, same),
            1.0),
        new Row(
            "the same",
            check,
            "bare Netty, hash and look-up",
            new Question(Contestants.NETTY, path, same),
            0.85),
        new Row(
            "door face, 1 KiB answer, seen token",
            door,
            "nginx `proxy_pass` with `auth_request` to a local 204",
            new Question(Contestants.NGINX_AUTH, path, same),
            1.0),
        new Row(
            "the same",
            door,
            "nginx `proxy_pass` alone",
            new Question(Contestants.NGINX_PROXY, path, same),
            0.8),
        new Row(
            "the same",
            door,
            "HAProxy, proxy alone",
            new Question(Contestants.HAPROXY_PROXY, path, same),
            0.8),
        new Row(
            "check face, Basic seen within the last minute",
            basic,
            "check face, seen token",
            check,
            0.9));
  }
}
