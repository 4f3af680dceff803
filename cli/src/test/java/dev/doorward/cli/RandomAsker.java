package dev.doorward.cli;

import dev.doorward.cli.KeptConnection.Reply;
import dev.doorward.cli.naive.NaiveJudge;
import dev.doorward.cli.naive.Opinion;
import dev.doorward.cli.naive.Sent;
import dev.doorward.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests, one at a time, to a door and a check face of its own, and judges what comes. */
final class RandomAsker implements AutoCloseable {
  /** What belongs to a hop or is written by the front itself, and so is not asked with. */
  private static final Set<String> NOT_ASKED =
      Set.of(
          "host",
          "connection",
          "upgrade",
          "content-length",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto");

  /** Refusals which depend on who asks. */
  private static final Set<Integer> TO_WHOM = Set.of(401, 403, 429);

  private final RandomHouse house;
  private final NaiveJudge naive;
  private final RequestGrammar grammar;

  /** By the address they come from; {@code check} is the front's. */
  private final Map<String, KeptConnection> connections = new HashMap<>();

  private final Map<String, KeptStreams> streams = new HashMap<>();

  /** How often each kind of end was met. */
  final Map<String, Integer> met = new TreeMap<>();

  RandomAsker(Path folder) throws IOException, ConfigException {
    house = new RandomHouse(folder);
    naive = new NaiveJudge(house.yaml, house.authority(), house.known);
    grammar = new RequestGrammar(house);
  }

  /**
   * Asks one request of a run.
   *
   * @throws AssertionError when it is judged otherwise, with as few lines of it as that needs
   */
  void ask(long seed, int number) throws IOException {
    Sent sent = grammar.make(seed, number);
    Optional<String> objection = objection(sent);
    if (objection.isPresent()) {
      throw new AssertionError(told(seed, number, shrunk(sent), objection.get()));
    }
  }

  /** Connections which the door ended without having said so. */
  int drops() {
    return connections.values().stream().mapToInt(each -> each.drops).sum();
  }

  @Override
  public void close() throws IOException {
    try {
      for (KeptConnection each : connections.values()) {
        each.close();
      }
      for (KeptStreams each : streams.values()) {
        each.close();
      }
    } finally {
      house.close();
    }
  }

  /** What is wrong with the answers to a request, if anything is. */
  private Optional<String> objection(Sent sent) throws IOException {
    return atTheDoor(sent).or(() -> atTheCheck(sent));
  }

  /** One in eight, by something which shrinking does not change. */
  private static boolean isForHttp2(Sent sent) {
    return Math.floorMod(sent.target().hashCode(), 8) == 0 && KeptStreams.carries(sent);
  }

  private Optional<String> atTheDoor(Sent sent) throws IOException {
    Opinion opinion = naive.judge(sent, false);
    long before = house.app.count();
    boolean http2 = isForHttp2(sent);
    Reply reply =
        http2
            ? streams
                .computeIfAbsent(sent.from(), from -> new KeptStreams(house.door, from))
                .ask(sent)
            : connections
                .computeIfAbsent(sent.from(), from -> new KeptConnection(house.door, from))
                .ask(sent.method(), sent.wire());
    long asked = house.app.count() - before;
    count("door", opinion);
    if (http2) {
      met.merge("over HTTP/2", 1, Integer::sum);
    }
    boolean right =
        switch (opinion) {
          case Opinion.Through(int status) when status == 502 -> says(sent, reply, 502);
          case Opinion.Through(int status) ->
              asked == 1 && (reply.status() == status || reply.status() == 101);
          case Opinion.Own _ -> asked == 0 && reply.status() < 500;
          case Opinion.Courtesy(int status) -> asked == 0 && reply.status() == status;
          case Opinion.Refused(Set<Integer> statuses) ->
              asked == 0 && statuses.stream().anyMatch(status -> says(sent, reply, status));
        };
    if (!right) {
      return Optional.of(
          "the door said %d, the application was asked %d times; naive: %s"
              .formatted(reply.status(), asked, opinion));
    }
    return asked == 1 ? elsewhere(sent, reply) : Optional.empty();
  }

  /**
   * Whether an answer is a refusal of that status; a client of gRPC hears of it by the status of
   * gRPC in an HTTP 200, at least where the answer depends on who asks (C016, C264, C268).
   */
  private static boolean says(Sent sent, Reply reply, int status) {
    String type = sent.first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    Optional<String> told = reply.first("grpc-status");
    if (!type.startsWith("application/grpc") || (told.isEmpty() && !TO_WHOM.contains(status))) {
      return reply.status() == status;
    }
    String meant =
        switch (status) {
          case 400 -> "13";
          case 401 -> "16";
          case 403 -> "7";
          case 404 -> "12";
          case 429 -> "8";
          case 502, 503, 504 -> "14";
          default -> "2";
        };
    return reply.status() == 200 && told.equals(Optional.of(meant));
  }

  /** The application must be asked for the very octets that were judged. */
  private Optional<String> elsewhere(Sent sent, Reply reply) {
    String asked = sent.target().replaceFirst("^http://[^/?]*", "");
    String wanted = asked.startsWith("/") ? asked : "/" + asked;
    String got =
        reply.body().startsWith("{")
            ? JsonMapper.shared().readTree(reply.body()).path("target").asString()
            : house.app.requests().isEmpty() || reply.status() == 101
                ? wanted
                : house.app.requests().getLast().target();
    return got.equals(wanted)
        ? Optional.empty()
        : Optional.of("the application was asked for " + got);
  }

  private Optional<String> atTheCheck(Sent sent) {
    if (sent.all("Host").size() != 1 || sent.target().startsWith("http://")) {
      return Optional.empty(); // no front can ask that
    }
    Opinion opinion = naive.judge(sent, true);
    Reply reply;
    try {
      reply =
          connections
              .computeIfAbsent("check", _ -> new KeptConnection(house.check, "127.0.0.1"))
              .ask("GET", question(sent));
    } catch (IOException e) {
      return Optional.of("the check face said nothing: " + e);
    }
    count("check", opinion);
    boolean right =
        switch (opinion) {
          case Opinion.Through _ -> reply.status() == 200;
          case Opinion.Own _ -> false;
          case Opinion.Courtesy(int status) -> reply.status() == status;
          case Opinion.Refused(Set<Integer> statuses) ->
              reply.status() / 100 != 2 && statuses.contains(reply.status());
        };
    return right
        ? Optional.empty()
        : Optional.of("the check face said %d; naive: %s".formatted(reply.status(), opinion));
  }

  /** As Caddy asks: with the client's fields, and its own about where they come from. */
  private static String question(Sent sent) {
    StringBuilder text = new StringBuilder("GET /.doorward/check HTTP/1.1\r\nHost: doorward\r\n");
    text.append("X-Forwarded-Method: ").append(sent.method()).append("\r\n");
    text.append("X-Forwarded-Uri: ").append(sent.target()).append("\r\n");
    text.append("X-Forwarded-Host: ").append(sent.first("Host").orElse("")).append("\r\n");
    text.append("X-Forwarded-Proto: http\r\n");
    for (String chain : sent.all("X-Forwarded-For")) {
      text.append("X-Forwarded-For: ").append(chain).append("\r\n");
    }
    text.append("X-Forwarded-For: ").append(sent.from()).append("\r\n");
    for (Sent.Line line : sent.fields()) {
      if (!NOT_ASKED.contains(line.name().toLowerCase(Locale.ROOT))) {
        text.append(line).append("\r\n");
      }
    }
    return text.append("\r\n").toString();
  }

  private void count(String face, Opinion opinion) {
    String what =
        switch (opinion) {
          case Opinion.Through(int status) -> "Through " + status;
          case Opinion.Own _ -> "Own";
          case Opinion.Courtesy(int status) -> "Courtesy " + status;
          case Opinion.Refused(Set<Integer> statuses) when statuses.size() == 1 ->
              "Refused " + statuses.iterator().next();
          case Opinion.Refused _ -> "Refused";
        };
    met.merge(face + " " + what, 1, Integer::sum);
  }

  /** The same mismatch with as few lines as it needs. */
  private Sent shrunk(Sent sent) throws IOException {
    Sent small = sent;
    for (int line = small.fields().size() - 1; line >= 0; line--) {
      String name = small.fields().get(line).name().toLowerCase(Locale.ROOT);
      boolean needed = Set.of("content-length", "host").contains(name);
      Sent fewer = small.without(line);
      if (!needed && objection(fewer).isPresent()) {
        small = fewer;
      }
    }
    return small;
  }

  private String told(long seed, int number, Sent small, String first) throws IOException {
    return "%s%nseed %d, request %d, from %s; with the lines it needs: %s%n%s"
        .formatted(
            first, seed, number, small.from(), objection(small).orElse("gone"), small.wire());
  }
}
