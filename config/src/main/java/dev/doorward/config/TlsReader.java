package dev.doorward.config;

import dev.doorward.config.Block.Text;
import dev.doorward.core.route.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code tls}: certificates which lie there, or which a CA gives by ACME (RFC 8555). */
final class TlsReader {
  static final URI LETS_ENCRYPT = URI.create("https://acme-v02.api.letsencrypt.org/directory");
  static final URI LETS_ENCRYPT_STAGING =
      URI.create("https://acme-staging-v02.api.letsencrypt.org/directory");

  private static final Pattern MAIL = Pattern.compile("[^\\s@,:?&]+@[^\\s@,:?&]+\\.[^\\s@,:?&.]+");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]");

  private final Source source;
  private final Values values;
  private final Node top;

  TlsReader(Source source, Node top) {
    this.source = source;
    this.values = new Values(source);
    this.top = top;
  }

  Optional<Settings.Tls> read(Block block) {
    Optional<InetSocketAddress> redirect =
        block.text("redirect-from").flatMap(text -> values.listen(text, "redirect-from"));
    Optional<? extends Settings.Certificates> certificates =
        block.text("acme").isPresent() ? acme(block) : files(block);
    block.refuseUnknown();
    return certificates.map(from -> new Settings.Tls(from, redirect));
  }

  private Optional<Settings.Certificates.InFiles> files(Block block) {
    Optional<Path> certificate = PolicyReader.file(source, block, "certificate");
    Optional<Path> key = PolicyReader.file(source, block, "key");
    boolean named = block.text("certificate").isPresent() && block.text("key").isPresent();
    if (!named) {
      source.mistake(
          block.at(top),
          "tls needs certificate and key, both PEM files, or acme: admin@app.example");
    }
    for (String key2 : List.of("directory", "staging", "directory-ca")) {
      block
          .text(key2)
          .ifPresent(text ->
              source.mistake(
                  text.at(), key2 + " is nothing without acme; add it, or remove " + key2));
    }
    return certificate.isPresent() && key.isPresent()
        ? Optional.of(new Settings.Certificates.InFiles(certificate.get(), key.get()))
        : Optional.empty();
  }

  private Optional<Settings.Certificates.ByAcme> acme(Block block) {
    for (String other : List.of("certificate", "key")) {
      block
          .text(other)
          .ifPresent(text ->
              source.mistake(
                  text.at(),
                  other
                      + " and acme contradict each other: a certificate lies there or is got;"
                      + " remove one of them"));
    }
    Optional<Text> contact =
        block
            .text("acme")
            .filter(text -> {
              boolean good = MAIL.matcher(text.value()).matches();
              if (!good) {
                source.mistake(
                    text.at(),
                    Values.wrong(
                        "acme",
                        text,
                        "a mail address which the CA may write to, admin@app.example"));
              }
              return good;
            });
    Optional<URI> directory = directory(block);
    Optional<Path> ca = PolicyReader.file(source, block, "directory-ca");
    block
        .text("directory-ca")
        .ifPresent(text -> ca.ifPresent(file -> refuseNoCertificate(text, file)));
    return contact.isPresent() && directory.isPresent()
        ? Optional.of(new Settings.Certificates.ByAcme(contact.get().value(), directory.get(), ca))
        : Optional.empty();
  }

  private Optional<URI> directory(Block block) {
    boolean staging = values.flag(block, "staging");
    Optional<Text> text = block.text("directory");
    if (text.isEmpty()) {
      return Optional.of(staging ? LETS_ENCRYPT_STAGING : LETS_ENCRYPT);
    }
    if (staging) {
      source.mistake(
          text.get().at(),
          "directory and staging contradict each other, staging is the directory of Let's Encrypt"
              + " for trials; remove one of them");
    }
    Optional<URI> directory = uri(text.get().value());
    if (directory.isEmpty()) {
      // Not repeated: it may hold a password.
      source.mistake(
          text.get().at(),
          "directory: this is not the https URL of a CA's directory, such as " + LETS_ENCRYPT);
    }
    return directory;
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(URI.create(text))
          .filter(uri -> "https".equals(uri.getScheme()) && uri.getHost() != null)
          .filter(uri -> uri.getRawUserInfo() == null && uri.getRawFragment() == null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void refuseNoCertificate(Text text, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      if (!CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
        return;
      }
    } catch (IOException | CertificateException e) {
      // Said below.
    }
    source.mistake(text.at(), "directory-ca: no certificate in %s; PEM is wanted".formatted(file));
  }

  /** Refuses an origin for which no CA gives a certificate. */
  void refuseOrigin(Settings.Tls tls, Origin origin, Node at) {
    if (source.inside || !(tls.certificates() instanceof Settings.Certificates.ByAcme)) {
      return;
    }
    if (origin.isLoopback() || ADDRESS.matcher(origin.host()).matches()) {
      source.mistake(
          at,
          "origin: a CA gives no certificate for %s by acme; it must be a name which others can look"
                  .formatted(origin.host())
              + " up");
    } else if (!origin.isSecure()) {
      source.mistake(at, "origin must be https where tls has a certificate for it");
    }
  }

  /** Refuses a site for which no CA gives a certificate. */
  static void refuseSite(Source source, Text host) {
    if (host.value().startsWith("*.")) {
      source.mistake(
          host.at(),
          "acme gets no certificate for \"%s\", since its challenges prove single names; give the site"
                  .formatted(host.value())
              + " tls: { certificate: FILE, key: FILE }, or name its hosts one by one");
    } else if (ADDRESS.matcher(host.value()).matches()) {
      source.mistake(
          host.at(),
          "acme gets no certificate for the address %s; give the site a name, or tls: {"
                  .formatted(host.value())
              + " certificate: FILE, key: FILE }");
    }
  }
}
