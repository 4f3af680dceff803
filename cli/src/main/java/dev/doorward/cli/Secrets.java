package dev.doorward.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Passwords and tokens: from a prompt or standard input, never from an argument. */
final class Secrets {
  private Secrets() {}

  static String fromStdin(String what) {
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = in.readLine();
      if (line == null || line.isEmpty()) {
        throw new Failed("no " + what + " on standard input");
      }
      return line;
    } catch (IOException e) {
      throw new Failed("standard input cannot be read: " + e.getMessage());
    }
  }

  static String newPassword(boolean fromStdin) {
    if (fromStdin) {
      return fromStdin("password");
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new Failed("there is no terminal to ask for a password; use --password-stdin");
    }
    char[] first = console.readPassword("New password: ");
    char[] second = console.readPassword("Once more: ");
    if (first == null || second == null || !java.util.Arrays.equals(first, second)) {
      throw new Failed("the two passwords differ; nothing was changed");
    }
    return new String(first);
  }
}
