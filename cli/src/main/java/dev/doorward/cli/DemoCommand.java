package dev.doorward.cli;

import dev.doorward.cli.demo.Demo;
import dev.doorward.cli.demo.Try;
import dev.doorward.config.Notation;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description =
        "A small app behind the door, with requests to try, each with its answer and why.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: doorward demo --listen 127.0.0.1:9000",
      "Ctrl-C ends it and removes everything."
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--listen",
      paramLabel = "ADDR",
      defaultValue = "127.0.0.1:8080",
      converter = Arguments.Loopback.class,
      description = "where the door listens, on a loopback address (default: ${DEFAULT-VALUE})")
  String listen = "";

  @Option(
      names = "--fixture",
      paramLabel = "FILE",
      description = "writes what doorward-contract needs to know: origin, users, tokens")
  @Nullable Path fixture;

  /** Told before a store and users are made, which takes some seconds. */
  private void requireFree() {
    try (ServerSocketChannel probe = ServerSocketChannel.open()) {
      probe.bind(Notation.listen(listen).orElseThrow());
    } catch (IOException e) {
      throw new Failed(
          "cannot listen on %s: %s; name another address with --listen"
              .formatted(listen, e.getMessage()));
    }
  }

  @Override
  public Integer call() {
    requireFree();
    CompletableFuture<Optional<Demo>> started = new CompletableFuture<>();
    CountDownLatch stop = new CountDownLatch(1);
    AtomicBoolean unwanted = new AtomicBoolean();
    // Before it starts, and waiting for it: a Ctrl-C that comes early must leave nothing behind.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  unwanted.set(true);
                  started.join().ifPresent(Demo::close);
                  stop.countDown();
                },
                "doorward-stop"));
    Demo demo;
    try {
      demo = Demo.start(listen, Optional.ofNullable(fixture));
      started.complete(Optional.of(demo));
    } catch (FileSystemException e) {
      throw new Failed("cannot write " + e.getFile() + " (" + e.getClass().getSimpleName() + ")");
    } catch (IOException e) {
      throw new Failed(e.getMessage() + "; name another address with --listen");
    } finally {
      started.complete(Optional.empty()); // says nothing where it has started
    }
    if (unwanted.get()) {
      return 0; // a Ctrl-C came while it started
    }
    System.out.println("# The door is open. In a browser: " + demo.origin() + "/me");
    System.out.println("# alice (role user)   password " + demo.password("alice"));
    System.out.println("# root  (role admin)  password " + demo.password("root"));
    System.out.println("# Everything is thrown away when you press Ctrl-C.");
    for (Try one : demo.tries()) {
      System.out.println();
      System.out.println("# " + one.why());
      System.out.println(one.command());
      System.out.println("# → " + one.answer());
    }
    System.out.flush();
    try {
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
