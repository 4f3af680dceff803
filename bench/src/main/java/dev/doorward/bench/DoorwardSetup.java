package dev.doorward.bench;

import java.nio.file.Path;

/**
 * A Doorward to be measured: door and check service before the application, alice, and a token.
 *
 * @param token alice's, a JWT (ES256)
 */
record DoorwardSetup(Launcher launcher, String token) {
  static final int ROUTES = 1000;
  static final int PREFIXES = 100_000;
  static final String PASSWORD = "correct horse, battery staple";

  /** Makes it in a folder; nothing of it runs yet. */
  static DoorwardSetup in(Path root, Path folder) throws Exception {
    Policies.of(
        folder,
        ROUTES,
        PREFIXES,
        """
        upstream: http://127.0.0.1:%d
        check: [ { listen: "127.0.0.1:%d", dialect: caddy } ]
        tokens: { access: 12h }
        """
            .formatted(Contestants.APP, Contestants.CHECK));
    Launcher launcher = new Launcher(root, folder.resolve("doorward.yaml"));
    launcher.run(PASSWORD, "user", "add", "alice", "--role", "user", "--password-stdin");
    return new DoorwardSetup(
        launcher,
        launcher.run("", "token", "issue", "--user", "alice", "--lifetime", "12h").strip());
  }
}
