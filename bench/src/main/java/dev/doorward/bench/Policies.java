package dev.doorward.bench;

import dev.doorward.config.Config;
import dev.doorward.config.ConfigException;
import dev.doorward.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Configurations with many routes and many denied prefixes. */
final class Policies {
  private Policies() {}

  /**
   * Writes and reads one.
   *
   * @param routes how many lines; {@code /r0/…} to {@code /rN/…}, every tenth with a wildcard
   * @param prefixes how many denied prefixes, of 24 to 32 bits
   */
  static Settings of(Path folder, int routes, int prefixes, String more)
      throws IOException, ConfigException {
    Path file = folder.resolve("doorward.yaml");
    blocklist(folder.resolve("blocklist.txt"), prefixes);
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      out.println("origin: http://127.0.0.1:4080");
      out.println("listen: 127.0.0.1:4080");
      out.println(more);
      out.println("addresses: { blocked: blocklist.txt }");
      out.println("deny: [ blocked ]");
      out.println("schemes: [ basic, bearer, session ]");
      out.println("roles: { user: [], admin: [ \"*\" ] }");
      out.println("routes:");
      for (int i = 0; i < routes; i++) {
        String path = i % 10 == 9 ? "/r" + i + "/*/c" : "/r" + i + "/**";
        out.println("  - { path: \"" + path + "\", access: signed-in }");
      }
    }
    return Config.read(file, Map.of());
  }

  private static void blocklist(Path file, int count) throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
      for (int i = 0; i < count; i++) {
        // Spread over 11.0.0.0/8 and up, so that none holds 127.0.0.1.
        long address = (11L << 24) + (i * 2654435761L & 0x3fff_ffffL);
        out.println(
            (address >> 24 & 63)
                + 11
                + "."
                + (address >> 16 & 255)
                + "."
                + (address >> 8 & 255)
                + "."
                + (address & 255)
                + "/32");
      }
    }
  }
}
