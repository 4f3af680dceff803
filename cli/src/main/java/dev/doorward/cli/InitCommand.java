package dev.doorward.cli;

import dev.doorward.config.Settings;
import dev.doorward.face.Services;
import dev.doorward.face.control.Commands;
import dev.doorward.face.control.Request;
import dev.doorward.face.control.Response;
import dev.doorward.face.explain.Hints;
import dev.doorward.identity.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    description = "Writes a commented doorward.yaml, a store and a key into a folder.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: doorward init door --admin root --password-stdin \\",
      "           --upstream http://127.0.0.1:3000 <password.txt"
    })
final class InitCommand implements Callable<Integer> {
  private static final List<String> MADE =
      List.of(
          "doorward.yaml",
          "doorward.db",
          "doorward.db-journal",
          "doorward.db-wal",
          "doorward.db-shm",
          "doorward.db.lock",
          "doorward.key",
          "audit.jsonl");

  @Parameters(paramLabel = "DIR", description = "the folder; made where it is not there")
  Path dir = Path.of(".");

  @Option(names = "--admin", paramLabel = "NAME", description = "adds a user with the role admin")
  @Nullable String admin;

  @Option(names = "--password-stdin", description = "reads the password from standard input")
  boolean passwordStdin;

  @Option(
      names = "--origin",
      paramLabel = "URL",
      description = "how browsers name the door (default: http:// and --listen)")
  @Nullable String origin;

  @Option(
      names = "--upstream",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:3000",
      description = "the application (default: ${DEFAULT-VALUE})")
  String upstream = "";

  @Option(
      names = "--listen",
      paramLabel = "ADDR",
      defaultValue = "127.0.0.1:8080",
      converter = Arguments.Listen.class,
      description = "where the door listens (default: ${DEFAULT-VALUE})")
  String listen = "";

  @Override
  public Integer call() {
    refuseWhatIsThere();
    Optional<String> password =
        admin == null ? Optional.empty() : Optional.of(Secrets.newPassword(passwordStdin));
    Path file = dir.resolve("doorward.yaml");
    try {
      make(file, password);
    } catch (IOException | StoreException e) {
      throw Failed.of(e);
    }
    Hints hints = new Hints(file.toString());
    System.out.println("Written to " + dir + ": doorward.yaml, doorward.db, doorward.key");
    System.out.println("Next: " + hints.command("serve"));
    if (admin == null) {
      System.out.println(
          "Nobody can sign in yet; add a user with: "
              + hints.command("user add NAME --role admin"));
    }
    return 0;
  }

  private void refuseWhatIsThere() {
    for (String name : MADE) {
      if (!name.equals("audit.jsonl") && isThere(dir.resolve(name))) {
        throw thereAlready(dir.resolve(name));
      }
    }
  }

  /** A link is there even where what it names is not. */
  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Failed thereAlready(Path path) {
    return new Failed(path + " is there already, and is not overwritten");
  }

  private void make(Path file, Optional<String> password) throws IOException {
    boolean isNew = Files.notExists(dir);
    List<Path> made = MADE.stream().map(dir::resolve).filter(path -> !isThere(path)).toList();
    claim(file);
    boolean done = false;
    try {
      populate(file, password);
      done = true;
    } finally {
      if (!done) {
        takeBack(made, isNew);
      }
    }
  }

  /** Writes the configuration; of two at once one is the first, and the other made nothing. */
  private void claim(Path file) throws IOException {
    try {
      Files.createDirectories(dir);
    } catch (FileAlreadyExistsException e) {
      throw new Failed(e.getFile() + " is there already, and is no folder; name another");
    }
    try {
      Files.writeString(file, template(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw thereAlready(file);
    }
  }

  /** So that the same command may be given again. */
  private void takeBack(List<Path> made, boolean isNew) {
    made.forEach(InitCommand::discard);
    if (isNew) {
      discard(dir);
    }
  }

  private static void discard(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      System.err.println("doorward: " + path + " could not be removed");
    }
  }

  private void populate(Path file, Optional<String> password) throws IOException {
    Setup setup = new Setup();
    setup.file = file;
    Settings settings = setup.settings();
    try (Services services = Services.open(settings, InstantSource.system())) {
      if (admin != null && password.isPresent()) {
        Response added =
            new Commands(services.house(), services.mind(), () -> settings)
                .run(
                    new Request(
                        "user.add",
                        Map.of(
                            "name", admin, "password", password.get(), "roles", List.of("admin"))));
        if (added.error().isPresent()) {
          throw new Failed(added.error().get());
        }
      }
    }
  }

  private String template() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(InitCommand.class.getResourceAsStream("doorward.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("{listen}", listen)
          .replace("{origin}", origin == null ? "http://" + listen : origin)
          .replace("{upstream}", upstream);
    }
  }
}
