package dev.doorward.http;

import java.nio.file.Path;
import java.util.Map;

/**
 * Certificates by host name.
 *
 * @param fallback for names which no other covers, and for clients that name none
 * @param byName keys are host names in lower case, or {@code *.parent} for one further label
 */
public record Tls(Certificate fallback, Map<String, Certificate> byName) {
  public Tls {
    byName = Map.copyOf(byName);
  }

  public Tls(Certificate only) {
    this(only, Map.of());
  }

  /** PEM files: the chain, leaf first, and its private key. Both may be one file. */
  public record Certificate(Path chain, Path key) {}
}
