package dev.doorward.cli;

import dev.doorward.config.Settings;
import dev.doorward.face.Services;
import dev.doorward.face.control.Commands;
import dev.doorward.face.control.Request;
import dev.doorward.face.control.Response;
import dev.doorward.identity.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
  public Integer call() throws IOException {
    for (String name : List.of("doorward.yaml", "doorward.db", "doorward.key")) {
      if (Files.exists(dir.resolve(name))) {
        throw new Failed(dir.resolve(name) + " is there already, and is not overwritten");
      }
    }
    Optional<String> password =
        admin == null ? Optional.empty() : Optional.of(Secrets.newPassword(passwordStdin));
    Files.createDirectories(dir);
    Path file = dir.resolve("doorward.yaml");
    Files.writeString(file, template());
    try {
      populate(file, password);
    } catch (Failed e) {
      Files.deleteIfExists(file);
      throw e;
    }
    System.out.println("Written to " + dir + ": doorward.yaml, doorward.db, doorward.key");
    System.out.println("Next: doorward serve -c " + file);
    if (admin == null) {
      System.out.println(
          "Nobody can sign in yet; add a user with: doorward user add NAME --role admin -c "
              + file);
    }
    return 0;
  }

  private void populate(Path file, Optional<String> password) {
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
    } catch (IOException | StoreException e) {
      throw new Failed(String.valueOf(e.getMessage()));
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
