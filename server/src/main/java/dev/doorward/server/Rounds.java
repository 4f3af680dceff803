package dev.doorward.server;

import dev.doorward.config.Settings;
import dev.doorward.face.FileTimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sees the files of a running server change. */
final class Rounds implements Runnable {
  private final Server server;
  private final FileTimes configuration;
  private final FileTimes certificates;

  Rounds(Server server) {
    this.server = server;
    this.configuration = new FileTimes(() -> server.settings().files());
    this.certificates = new FileTimes(() -> certificates(server.settings()));
  }

  @Override
  public void run() {
    // A reload reads certificates too.
    if (configuration.look(server::reload)) {
      certificates.skip();
    } else {
      certificates.look(server::reloadTls);
    }
    server.tick();
  }

  private static List<Path> certificates(Settings s) {
    List<Path> files = new ArrayList<>();
    // Those which a CA gives are put in force when they come.
    if (s.tls().map(Settings.Tls::certificates).orElse(null)
        instanceof Settings.Certificates.InFiles(Path certificate, Path key)) {
      files.add(certificate);
      files.add(key);
    }
    s.siteTls()
        .forEach(site -> {
          files.add(site.certificate());
          files.add(site.key());
        });
    return files;
  }
}
