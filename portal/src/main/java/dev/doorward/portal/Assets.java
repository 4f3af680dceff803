package dev.doorward.portal;

import dev.doorward.identity.store.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Stylesheet and pictures of our pages, under names which carry a digest of their bytes. */
final class Assets {
  private static final String PREFIX = "/.doorward/assets/";

  private final Map<String, Outcome.Asset> byName;
  private final String stylesheet;
  private final String icon;

  Assets() {
    byte[] css = read("doorward.css");
    byte[] svg = read("doorward.svg");
    stylesheet = "doorward-" + digest(css) + ".css";
    icon = "doorward-" + digest(svg) + ".svg";
    byName =
        Map.of(
            stylesheet, new Outcome.Asset(css, "text/css; charset=utf-8"),
            icon, new Outcome.Asset(svg, "image/svg+xml"));
  }

  String stylesheet() {
    return PREFIX + stylesheet;
  }

  String icon() {
    return PREFIX + icon;
  }

  Optional<Outcome.Asset> at(String path) {
    return path.startsWith(PREFIX)
        ? Optional.ofNullable(byName.get(path.substring(PREFIX.length())))
        : Optional.empty();
  }

  private static String digest(byte[] bytes) {
    return Ids.digest(new String(bytes, StandardCharsets.ISO_8859_1)).substring(0, 12);
  }

  private static byte[] read(String name) {
    try (InputStream in =
        Objects.requireNonNull(Assets.class.getResourceAsStream("assets/" + name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
