package dev.doorward.server;

import dev.doorward.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees files change, and work come around. Looks once a second: no file system lacks that. */
final class Watch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final Server server;
  private final Thread thread;
  private Map<Path, FileTime> seen;
  private Map<Path, FileTime> seenTls;
  private volatile boolean open = true;

  Watch(Server server) {
    this.server = server;
    this.seen = times(server.settings().files());
    this.seenTls = times(tlsFiles(server.settings()));
    this.thread = Thread.ofPlatform().name("doorward-watch").daemon().start(this::look);
  }

  @Override
  public void close() {
    open = false;
    thread.interrupt();
  }

  private void look() {
    while (open) {
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        continue;
      }
      try {
        lookOnce();
      } catch (RuntimeException e) {
        LOG.error("looking after the files failed, and goes on", e);
      }
    }
  }

  private void lookOnce() {
    // What is written while a file is read is seen by the next look.
    Map<Path, FileTime> now = times(server.settings().files());
    Map<Path, FileTime> nowTls = times(tlsFiles(server.settings()));
    if (!now.equals(seen)) {
      server.reload();
      seen = times(server.settings().files(), now);
      nowTls = times(tlsFiles(server.settings()), nowTls);
      seenTls = nowTls;
    } else if (!nowTls.equals(seenTls)) {
      server.reloadTls();
      seenTls = nowTls;
    }
    server.tick();
  }

  /** The times of these files, where known as they were. */
  private static Map<Path, FileTime> times(List<Path> files, Map<Path, FileTime> known) {
    Map<Path, FileTime> times = times(files);
    times.replaceAll((file, time) -> known.getOrDefault(file, time));
    return times;
  }

  private static List<Path> tlsFiles(Settings s) {
    List<Path> files = new ArrayList<>();
    s.tls()
        .ifPresent(tls -> {
          files.add(tls.certificate());
          files.add(tls.key());
        });
    s.siteTls()
        .forEach(site -> {
          files.add(site.certificate());
          files.add(site.key());
        });
    return files;
  }

  private static Map<Path, FileTime> times(List<Path> files) {
    Map<Path, FileTime> times = new HashMap<>();
    for (Path file : files) {
      try {
        times.put(file, Files.getLastModifiedTime(file));
      } catch (IOException e) {
        times.put(file, FileTime.fromMillis(0)); // gone; its return is a change too
      }
    }
    return times;
  }
}
