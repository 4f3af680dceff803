package dev.doorward.bench;

import dev.doorward.bench.Wrk.Turn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Doorward beside the servers which people would take instead, in turns. */
final class Peers {
  /** Below where Doorward turns sign-ins away. */
  private static final int SIGN_INS_AT_ONCE = 4;

  private Peers() {}

  /** Arguments: the checkout, where the others were fetched to, seconds of each turn, rounds. */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]).toAbsolutePath();
    int seconds = Integer.parseInt(args[2]);
    int rounds = Integer.parseInt(args[3]);
    String hashes = argon2();
    String table;
    try (PeerHouse house =
        new PeerHouse(root, Path.of(args[1]), Files.createTempDirectory("doorward-peers"))) {
      List<Peer> peers = house.all();
      for (Peer peer : peers) {
        mustTell(house, peer);
      }
      Map<String, List<Turn>> checks = new LinkedHashMap<>();
      Map<String, List<Turn>> signIns = new LinkedHashMap<>();
      System.err.println("bench: warming up");
      for (Peer peer : peers) {
        house.turn(peer, peer.check(), Wrk.CONNECTIONS, 4 * seconds);
      }
      for (Peer peer : peers) {
        if (peer.signIn().isPresent()) {
          house.turn(peer, peer.signIn().get(), SIGN_INS_AT_ONCE, 2 * seconds);
        }
      }
      for (int round = 1; round <= rounds; round++) {
        for (Peer peer : peers) {
          note(
              round,
              peer,
              "checks",
              house.turn(peer, peer.check(), Wrk.CONNECTIONS, seconds),
              checks);
        }
        for (Peer peer : peers) {
          if (peer.signIn().isPresent()) {
            note(
                round,
                peer,
                "sign-ins",
                house.turn(peer, peer.signIn().get(), SIGN_INS_AT_ONCE, seconds),
                signIns);
          }
        }
      }
      for (Peer peer : peers) {
        mustTell(house, peer);
      }
      table = checked(peers, checks) + "\n" + signedIn(peers, signIns) + "\n" + hashes;
    }
    System.out.print(table);
    Page.put(
        root,
        "peers",
        "HAProxy " + Page.haproxy(),
        "%d rounds of %d s".formatted(rounds, seconds),
        table);
  }

  private static void note(
      int round, Peer peer, String what, Turn turn, Map<String, List<Turn>> turns) {
    turns.computeIfAbsent(peer.name(), _ -> new ArrayList<>()).add(turn);
    System.err.printf("bench: round %d, %s: %,.0f %s/s%n", round, peer.name(), turn.rate(), what);
  }

  private static void mustTell(PeerHouse house, Peer peer)
      throws IOException, InterruptedException {
    if (!house.tells(peer)) {
      throw new IOException(peer.name() + " does not tell a good token from a bad one");
    }
  }

  private static String checked(List<Peer> peers, Map<String, List<Turn>> turns)
      throws IOException {
    StringBuilder table =
        new StringBuilder(
            "| server | what it does for each check | checks/s, min / median / max"
                + " | CPU a check | start | resident |\n| --- | --- | --- | --- | --- | --- |\n");
    for (Peer peer : peers) {
      List<Turn> its = Objects.requireNonNull(turns.get(peer.name()));
      table.append(
          String.format(
              Locale.ROOT,
              "| %s %s, %s | %s | %s | %,.1f µs | %.1f s | %,d MiB |%n",
              peer.name(),
              peer.version(),
              peer.asked(),
              peer.checks(),
              Turn.rates(its).to(0),
              Turn.micros(its).median(),
              peer.server().seconds(),
              Processes.resident(peer.server().process())));
    }
    return table.toString();
  }

  private static String signedIn(List<Peer> peers, Map<String, List<Turn>> turns) {
    StringBuilder table =
        new StringBuilder(
            "| Argon2id, m=19456, t=2, p=1 | sign-ins/s on one core, min / median / max"
                + " | CPU a sign-in |\n| --- | --- | --- |\n");
    for (Peer peer : peers) {
      List<Turn> its = turns.getOrDefault(peer.name(), List.of());
      if (!its.isEmpty()) {
        table.append(
            String.format(
                Locale.ROOT,
                "| %s %s | %s | %.1f ms |%n",
                peer.name(),
                peer.version(),
                Turn.rates(its).to(1),
                Turn.micros(its).median() / 1000));
      }
    }
    return table.toString();
  }

  /** The hash alone beside the C library, in a process of its own on the core of the servers. */
  private static String argon2() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "taskset",
                "-c",
                "0",
                Processes.java(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Argon2Cost.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("the cost of Argon2id could not be measured");
    }
    return said;
  }
}
