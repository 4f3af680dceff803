package dev.doorward.http;

import java.util.Optional;

/**
 * @param field the offending field's name, where there is one and it is a token
 */
public record Fault(WireFault kind, Optional<String> field) {
  static Fault of(WireFault kind) {
    return new Fault(kind, Optional.empty());
  }

  static Fault of(WireFault kind, String field) {
    return new Fault(kind, Optional.of(field));
  }
}
