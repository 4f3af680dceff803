package dev.doorward.server.acme;

import dev.doorward.config.Settings;
import dev.doorward.core.route.Site;
import dev.doorward.http.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificates some settings want, and what of them lies there.
 *
 * @param acme where certificates are got; empty where all lie in files of the settings
 * @param held by host, for those which are got
 */
record Plan(Settings settings, Optional<Acme> acme, Map<String, Held> held) {
  private static final Logger LOG = LoggerFactory.getLogger(Plan.class);

  /** A CA and the folder for what it gives. */
  record Acme(Settings.Certificates.ByAcme by, AcmeFolder folder) {}

  /**
   * Reads what lies there, and makes a stand-in for each host which has no certificate. Asks no CA.
   *
   * @param changed whether somebody changed the settings, so that what failed is worth another try
   * @throws IOException when the folder cannot be written
   */
  static Plan of(Settings settings, Instant now, boolean changed) throws IOException {
    Optional<Settings.Certificates.ByAcme> by =
        settings
            .tls()
            .map(Settings.Tls::certificates)
            .filter(Settings.Certificates.ByAcme.class::isInstance)
            .map(Settings.Certificates.ByAcme.class::cast);
    if (by.isEmpty()) {
      return new Plan(settings, Optional.empty(), Map.of());
    }
    AcmeFolder folder = AcmeFolder.of(settings, by.get().directory());
    folder.make();
    Map<String, Held> held = new LinkedHashMap<>();
    for (String host : hosts(settings)) {
      held.put(host, held(folder, host, now, changed));
    }
    return new Plan(settings, Optional.of(new Acme(by.get(), folder)), held);
  }

  /** Every host but those which have a certificate of their own, origin's first. */
  private static Set<String> hosts(Settings s) {
    Set<String> own = s.siteTls().stream().map(Settings.SiteTls::host).collect(Collectors.toSet());
    Set<String> hosts = new LinkedHashSet<>(List.of(s.origin().host()));
    for (Site site : s.policy().sites()) {
      if (!own.contains(site.origin().host())) {
        hosts.add(site.origin().host());
      }
    }
    return hosts;
  }

  private static Held held(AcmeFolder folder, String host, Instant now, boolean changed)
      throws IOException {
    Optional<Retry> retry =
        folder.readRetry(host).map(before -> changed ? before.sooner(now) : before);
    Optional<KeyAndChain> found = Optional.empty();
    try {
      found = folder.read(host);
    } catch (IOException e) {
      LOG.error(
          "{} is not used, another one is got in its place: {}",
          folder.certificate(host),
          e.getMessage());
    }
    if (found.isPresent()) {
      folder.noStandIn(host);
      return new Held(found.map(KeyAndChain::leaf).map(Lifetime::of), folder.written(host), retry);
    }
    if (!Files.exists(folder.standIn(host))) {
      folder.standIn(host, now);
    }
    LOG.warn(
        "there is no certificate for {} yet: one which nobody trusts stands in until the CA gives one",
        host);
    return new Held(Optional.empty(), Instant.EPOCH, retry);
  }

  /** What the listeners speak; empty for plain HTTP. */
  Optional<Tls> tls() {
    return settings.tls().map(tls -> tls(tls.certificates()));
  }

  private Tls tls(Settings.Certificates certificates) {
    Map<String, Tls.Certificate> byName = new HashMap<>();
    held.forEach((host, what) -> byName.put(host, file(host, what)));
    for (Settings.SiteTls site : settings.siteTls()) {
      byName.put(site.host(), new Tls.Certificate(site.certificate(), site.key()));
    }
    String home = settings.origin().host();
    return switch (certificates) {
      case Settings.Certificates.InFiles(Path certificate, Path key) ->
          new Tls(new Tls.Certificate(certificate, key), byName);
      case Settings.Certificates.ByAcme _ ->
          new Tls(file(home, held.getOrDefault(home, Held.NOTHING)), byName);
    };
  }

  private Tls.Certificate file(String host, Held what) {
    AcmeFolder folder = acme.orElseThrow().folder();
    Path both = what.lifetime().isPresent() ? folder.certificate(host) : folder.standIn(host);
    return new Tls.Certificate(both, both);
  }

  /** The same with another state of one host. */
  Plan with(String host, Held what) {
    Map<String, Held> next = new LinkedHashMap<>(held);
    next.put(host, what);
    return new Plan(settings, acme, next);
  }

  /** The hosts for which the CA is to be asked now. */
  List<String> due(Instant now) {
    return held.entrySet().stream()
        .filter(each -> each.getValue().isDue(now))
        .map(Map.Entry::getKey)
        .toList();
  }
}
