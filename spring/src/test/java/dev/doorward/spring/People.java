package dev.doorward.spring;

import dev.doorward.cli.Main;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;

/** Adds users beside a running application, as an operator does. */
final class People {
  private final Path file;

  People(Path file) {
    this.file = file;
  }

  /** A user with that role; his credential for Basic. */
  String add(String name, String role) {
    String password = UUID.randomUUID().toString();
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream((password + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      int exit =
          Main.run("user", "add", name, "--role", role, "--password-stdin", "-c", file.toString());
      if (exit != 0) {
        throw new IllegalStateException("user add ended with " + exit);
      }
    } finally {
      System.setIn(before);
    }
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
  }
}
