package dev.doorward.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;

/** The user who owns nothing here, as whom root may run something. */
final class Nobody {
  static final int ID = 65534;

  /** What stands before a command which he shall run. */
  static final List<String> RUNS =
      List.of("setpriv", "--reuid=" + ID, "--regid=" + ID, "--clear-groups");

  private Nobody() {}

  static void assumeRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
  }
}
