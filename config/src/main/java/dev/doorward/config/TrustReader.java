package dev.doorward.config;

import dev.doorward.config.Block.Text;
import dev.doorward.core.route.Origin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code trust:}, by which an application verifies the tokens of another Doorward. */
final class TrustReader {
  private static final int MOST_TOKEN = 16 << 10;

  private final Source source;
  private final Node top;

  TrustReader(Source source, Node top) {
    this.source = source;
    this.top = top;
  }

  Optional<Settings.Trust> read(Block block) {
    if (!source.inside) {
      source.mistake(
          block.at(top), "trust is for Doorward inside an application; remove it, or see docs");
    }
    Optional<Origin> origin =
        named(block, "origin", "how browsers name the Doorward whose tokens count")
            .flatMap(text -> origin(text, "origin"));
    Optional<URI> server =
        named(block, "server", "the address of its admin listener, or of the application it is in")
            .flatMap(this::server);
    Optional<String> token = token(block);
    block.refuseUnknown();
    return origin.isPresent() && server.isPresent() && token.isPresent()
        ? Optional.of(new Settings.Trust(origin.get(), server.get(), token.get()))
        : Optional.empty();
  }

  private Optional<Text> named(Block block, String key, String meaning) {
    Optional<Text> text = block.text(key);
    if (text.isEmpty()) {
      source.mistake(block.at(top), "trust needs %s: %s".formatted(key, meaning));
    }
    return text;
  }

  private Optional<Origin> origin(Text text, String key) {
    Optional<Origin> origin =
        Origin.parse(text.value()).filter(o -> o.isSecure() || o.isLoopback());
    if (origin.isEmpty()) {
      source.mistake(text.at(), Values.wrong(key, text, "an origin such as https://app.example"));
    }
    return origin;
  }

  /** An origin, with the path below which the API lies. */
  private Optional<URI> server(Text text) {
    String address = text.value();
    int path = address.indexOf('/', address.indexOf("://") + 3);
    String base = path < 0 ? "" : address.substring(path);
    String named = path < 0 ? address : address.substring(0, path);
    if (!base.matches("(/[A-Za-z0-9._-]+)*/?")) {
      source.mistake(
          text.at(), Values.wrong("server", text, "an address such as https://admin.app.example"));
      return Optional.empty();
    }
    String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return origin(new Text(named, text.at()), "server").map(o -> URI.create(o + trimmed));
  }

  private Optional<String> token(Block block) {
    Optional<Text> written = block.text("token");
    Optional<Text> file = block.text("token-file");
    if (written.isPresent() == file.isPresent()) {
      source.mistake(
          block.at(top),
          "trust needs token-file: a file with a token of a user who holds doorward:verify");
      return Optional.empty();
    }
    if (file.isEmpty()) {
      return written.map(Text::value).flatMap(token -> usable(written.get(), token));
    }
    Path path = source.beside(file.get().at(), file.get().value());
    try {
      return usable(file.get(), Files.size(path) > MOST_TOKEN ? "" : Files.readString(path));
    } catch (IOException e) {
      source.mistake(file.get().at(), "token-file: cannot read " + path);
      return Optional.empty();
    }
  }

  private Optional<String> usable(Text at, String token) {
    String bare = token.strip();
    if (!bare.matches("[A-Za-z0-9._~+/-]+=*")) {
      source.mistake(at.at(), "this is no token (RFC 6750 §2.1); issue one: doorward token issue");
      return Optional.empty();
    }
    return Optional.of(bare);
  }
}
