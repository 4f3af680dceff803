package dev.doorward.face;

import dev.doorward.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a running server cannot change. */
public final class Fixed {
  private Fixed() {}

  /** The keys which differ and need a restart. */
  public static List<String> changed(Settings now, Settings next) {
    List<String> changed = new ArrayList<>();
    if (!now.listen().equals(next.listen())) {
      changed.add("listen");
    }
    if (now.proxyProtocol() != next.proxyProtocol()) {
      changed.add("proxy-protocol");
    }
    if (!now.store().equals(next.store())) {
      changed.add("store");
    }
    if (!now.trust().equals(next.trust())) {
      changed.add("trust");
    }
    if (!now.origin().equals(next.origin())) {
      changed.add("origin");
    }
    if (!sameChecks(now, next)) {
      changed.add("check");
    }
    if (!now.admin().equals(next.admin())) {
      changed.add("admin");
    }
    if (!now.audit().equals(next.audit())) {
      changed.add("audit");
    }
    if (!now.accessLog().equals(next.accessLog())) {
      changed.add("access-log");
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

  /** Where they listen and what they speak; the fronts that may ask are read again. */
  private static boolean sameChecks(Settings now, Settings next) {
    return now.checks().stream()
        .map(check -> Map.entry(check.listen(), check.dialect()))
        .toList()
        .equals(
            next.checks().stream()
                .map(check -> Map.entry(check.listen(), check.dialect()))
                .toList());
  }
}
