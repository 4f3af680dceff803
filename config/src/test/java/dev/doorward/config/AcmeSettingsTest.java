package dev.doorward.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.route.Site;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates by ACME, as the file says it. */
class AcmeSettingsTest {
  /** A root which nobody trusts. */
  private static final String CA =
      """
      -----BEGIN CERTIFICATE-----
      MIIBdzCCAR2gAwIBAgIUH7N0JWythd3RcsdHroUxR7o+gsgwCgYIKoZIzj0EAwIw
      ETEPMA0GA1UEAwwGbm9ib2R5MB4XDTI2MTEyOTIzNDE0MFoXDTM2MTEyNjIzNDE0
      MFowETEPMA0GA1UEAwwGbm9ib2R5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
      lkJ493dhmVdvOBdTqVNhrnPxsCNPGduOUPGEcvI12fqG7rhp9yMEMH0psFGtF3XK
      TYY9dCuJ5AgUyvrnilQaOKNTMFEwHQYDVR0OBBYEFPd6etJWktH60EjfWQrUAv+A
      exeiMB8GA1UdIwQYMBaAFPd6etJWktH60EjfWQrUAv+AexeiMA8GA1UdEwEB/wQF
      MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAOQa4XXsserpd8ic6gv/DyCPqXtFeKiH
      zAz+vV/ypcLxAiBb682SHDEd8HKPigefgpmoLHmcen95eHCAPNcAPvqRLw==
      -----END CERTIFICATE-----
      """;

  @TempDir private Path folder;
  private Yaml yaml;

  @BeforeEach
  void folder() {
    yaml = new Yaml(folder);
    yaml.write("ca.pem", CA);
    yaml.write("empty.pem", "nothing\n");
    yaml.write("a.pem", "");
    yaml.write("a.key", "");
  }

  private static String named(String tls) {
    return "origin: https://app.example\ntls: { " + tls + " }\n";
  }

  @Test
  void theDirectoryIsLetsEncryptsUnlessItIsNamed() throws ConfigException {
    assertThat(acme(yaml.read(named("acme: admin@app.example"))))
        .isEqualTo(
            new Settings.Certificates.ByAcme(
                "admin@app.example",
                URI.create("https://acme-v02.api.letsencrypt.org/directory"),
                Optional.empty()));
    assertThat(acme(yaml.read(named("acme: admin@app.example, staging: true"))).directory())
        .hasToString("https://acme-staging-v02.api.letsencrypt.org/directory");
    Settings own =
        yaml.read(
            named(
                "acme: admin@app.example, directory: \"https://ca.example:14000/dir\","
                    + " directory-ca: ca.pem, redirect-from: \"0.0.0.0:80\""));
    assertThat(acme(own).directory()).hasToString("https://ca.example:14000/dir");
    assertThat(acme(own).directoryCa()).contains(folder.toAbsolutePath().resolve("ca.pem"));
    assertThat(own.tls().orElseThrow().redirectFrom())
        .contains(new InetSocketAddress("0.0.0.0", 80));
  }

  @Test
  void theEnvironmentTurnsItOn() throws ConfigException {
    Settings s =
        yaml.read(
            "origin: https://app.example\n",
            Map.of("DOORWARD_TLS_ACME", "me@app.example", "DOORWARD_TLS_STAGING", "true"));
    assertThat(acme(s).contact()).isEqualTo("me@app.example");
  }

  @Test
  void everyHostHasACertificateOfItsOwn() throws ConfigException {
    Settings s =
        yaml.read(
            named("acme: admin@app.example")
                + "sites:\n"
                + "  - { host: one.example }\n"
                + "  - { host: \"*.apps.example\", tls: { certificate: a.pem, key: a.key } }\n");
    assertThat(s.policy().sites()).extracting(Site::certificate).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "acme: nobody | 2:14: acme: \"nobody\" is not a mail address which the CA may write to, admin@app.example",
        "acme: \"a@b.example?cc=c@d.example\" | 2:14: acme: \"a@b.example?cc=c@d.example\" is not a mail address which the CA may write to, admin@app.example",
        "acme: a@b.example, certificate: a.pem | 2:40: certificate and acme contradict each other: a certificate lies there or is got; remove one of them",
        "acme: a@b.example, key: a.key | 2:32: key and acme contradict each other: a certificate lies there or is got; remove one of them",
        "acme: a@b.example, staging: true, directory: \"https://ca.example/\" | 2:53: directory and staging contradict each other, staging is the directory of Let's Encrypt for trials; remove one of them",
        "acme: a@b.example, staging: maybe | 2:36: staging: \"maybe\" is not true or false",
        "acme: a@b.example, directory: \"http://ca.example/\" | 2:38: directory: this is not the https URL of a CA's directory, such as https://acme-v02.api.letsencrypt.org/directory",
        "acme: a@b.example, directory: here | 2:38: directory: this is not the https URL of a CA's directory, such as https://acme-v02.api.letsencrypt.org/directory",
        "acme: a@b.example, directory: \"https://me:pw@ca.example/\" | 2:38: directory: this is not the https URL of a CA's directory, such as https://acme-v02.api.letsencrypt.org/directory",
        "certificate: a.pem, key: a.key, staging: true | 2:49: staging is nothing without acme; add it, or remove staging",
        "certificate: a.pem, key: a.key, directory-ca: ca.pem | 2:54: directory-ca is nothing without acme; add it, or remove directory-ca",
        "acme: a@b.example, directroy: x | 2:27: unknown key \"directroy\"; did you mean \"directory\"?",
      })
  void mistakesAreToldWithTheirPlaceAndRemedy(String tls, String said) {
    assertThat(yaml.refused(named(tls))).containsExactly("doorward.yaml:" + said);
  }

  @Test
  void aCaWithoutACertificateIsRefused() {
    assertThat(yaml.refused(named("acme: a@b.example, directory-ca: empty.pem")))
        .singleElement()
        .asString()
        .startsWith("doorward.yaml:2:41: directory-ca: no certificate in ")
        .endsWith("empty.pem; PEM is wanted");
    assertThat(yaml.refused(named("acme: a@b.example, directory-ca: nowhere.pem")))
        .singleElement()
        .asString()
        .startsWith("doorward.yaml:2:41: directory-ca: cannot read ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"*.apps.example\" | acme gets no certificate for \"*.apps.example\", since its challenges prove single names; give the site tls: { certificate: FILE, key: FILE }, or name its hosts one by one",
        "192.0.2.1 | acme gets no certificate for the address 192.0.2.1; give the site a name, or tls: { certificate: FILE, key: FILE }",
      })
  void aSiteForWhichThereIsNoneIsRefused(String host, String said) {
    assertThat(yaml.refused(named("acme: a@b.example") + "sites:\n  - { host: " + host + " }\n"))
        .containsExactly("doorward.yaml:4:13: " + said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://localhost | origin: a CA gives no certificate for localhost by acme; it must be a name which others can look up",
        "https://192.0.2.7:8443 | origin: a CA gives no certificate for 192.0.2.7 by acme; it must be a name which others can look up",
        "https://[2001:db8::1] | origin: a CA gives no certificate for [2001:db8::1] by acme; it must be a name which others can look up",
      })
  void anOriginForWhichThereIsNoneIsRefused(String origin, String said) {
    assertThat(yaml.refused("tls: { acme: a@b.example }\norigin: " + origin + "\n"))
        .containsExactly("doorward.yaml:2:9: " + said);
  }

  private static Settings.Certificates.ByAcme acme(Settings s) {
    return (Settings.Certificates.ByAcme) s.tls().orElseThrow().certificates();
  }
}
