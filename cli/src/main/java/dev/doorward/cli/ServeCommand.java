package dev.doorward.cli;

import dev.doorward.cli.log.LogFormat;
import dev.doorward.config.Settings;
import dev.doorward.identity.store.StoreException;
import dev.doorward.server.Server;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sun.misc.Signal;

@Command(
    name = "serve",
    description = "Runs the server until it is told to stop (Ctrl-C, SIGTERM).",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: doorward serve -c /etc/doorward/doorward.yaml",
      "SIGHUP reads the file again."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Mixin Setup setup = new Setup();

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "how the log on stderr looks (default: ${DEFAULT-VALUE})")
  LogFormat logFormat = LogFormat.TEXT;

  /** The command, where the words are {@code serve} or {@code serve -c FILE} and nothing else. */
  static Optional<ServeCommand> plain(String... args) {
    boolean named = args.length == 3 && (args[1].equals("-c") || args[1].equals("--config"));
    if (args.length == 0 || !args[0].equals("serve") || !(args.length == 1 || named)) {
      return Optional.empty();
    }
    var command = new ServeCommand();
    if (named) {
      command.setup.file = Path.of(args[2]);
    }
    return Optional.of(command);
  }

  @Override
  public Integer call() {
    LogFormat.use(logFormat);
    Settings settings = setup.settings();
    settings.warnings().forEach(LOG::warn);
    if (settings.store() instanceof Settings.StoreAt.Sqlite(Path store) && Files.notExists(store)) {
      LOG.warn("{} is not there: a new store will be made, in which there are no users", store);
    }
    Server server = start(settings);
    CountDownLatch stop = new CountDownLatch(1);
    Signal.handle(new Signal("HUP"), _ -> Thread.startVirtualThread(server::reload));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  stop.countDown();
                },
                "doorward-stop"));
    LOG.info(
        "serving {} on {}:{} ({})",
        settings.origin(),
        settings.listen().getAddress().getHostAddress(),
        server.address().getPort(),
        settings.counts());
    server
        .adminAddress()
        .ifPresent(at ->
            LOG.info(
                "metrics and health on {}:{}", at.getAddress().getHostAddress(), at.getPort()));
    try {
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  static Server start(Settings settings) {
    try {
      return Server.start(settings, System.getenv(), InstantSource.system());
    } catch (IOException | StoreException e) {
      Throwable cause = e.getCause();
      if (e instanceof FileSystemException || cause instanceof FileSystemException) {
        throw Failed.of(e);
      }
      String detail =
          cause == null || e instanceof StoreException ? "" : " (" + cause.getMessage() + ")";
      throw new Failed(e.getMessage() + detail + remedy(cause));
    }
  }

  private static String remedy(@Nullable Throwable cause) {
    String said = cause instanceof SocketException ? String.valueOf(cause.getMessage()) : "";
    if (said.contains("Address already in use")) {
      return "; stop who listens there, or name another address in the configuration";
    }
    return said.contains("Permission denied")
        ? "; ports below 1024 need the capability CAP_NET_BIND_SERVICE, as packaging/doorward.service"
            + " gives it, or listen on a higher port to which they are forwarded"
        : "";
  }
}
