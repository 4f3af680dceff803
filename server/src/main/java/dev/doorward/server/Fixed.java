package dev.doorward.server;

import dev.doorward.config.Settings;
import java.util.ArrayList;
import java.util.List;

/** What a running server cannot change. */
final class Fixed {
  private Fixed() {}

  /** The keys which differ and need a restart. */
  static List<String> changed(Settings now, Settings next) {
    List<String> changed = new ArrayList<>();
    if (!now.listen().equals(next.listen())) {
      changed.add("listen");
    }
    if (!now.store().equals(next.store())) {
      changed.add("store");
    }
    if (!now.origin().equals(next.origin())) {
      changed.add("origin");
    }
    if (!now.passwords().equals(next.passwords())) {
      changed.add("passwords");
    }
    boolean listeners =
        now.tls().isPresent() != next.tls().isPresent()
            || !now.tls()
                .flatMap(Settings.Tls::redirectFrom)
                .equals(next.tls().flatMap(Settings.Tls::redirectFrom));
    if (listeners) {
      changed.add("tls.redirect-from");
    }
    return changed;
  }
}
