package dev.doorward.server.acme;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates which sign themselves, so that nobody trusts them. */
final class SelfSigned {
  private static final X500Name STAND_IN = new X500Name("CN=Doorward stand-in");
  private static final X500Name CHALLENGE = new X500Name("CN=acme.invalid");

  /** id-pe-acmeIdentifier. */
  private static final ASN1ObjectIdentifier ACME_IDENTIFIER =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

  private static final Duration LIFETIME = Duration.ofDays(90);
  private static final int SERIAL_BITS = 120;

  private SelfSigned() {}

  /** With which a listener can begin. */
  static KeyAndChain standIn(String host, Instant now) throws IOException {
    return of(STAND_IN, host, now, Optional.empty());
  }

  /**
   * Which answers the challenge tls-alpn-01 (RFC 8737 §3).
   *
   * @param digest SHA-256 of the key authorization
   */
  static KeyAndChain challenge(String host, byte[] digest, Instant now) throws IOException {
    return of(CHALLENGE, host, now, Optional.of(new DEROctetString(digest)));
  }

  private static KeyAndChain of(
      X500Name name, String host, Instant now, Optional<DEROctetString> identifier)
      throws IOException {
    KeyPair keys = KeyAndChain.newKeys();
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(SERIAL_BITS, new SecureRandom()),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(LIFETIME)),
              name,
              keys.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
      if (identifier.isPresent()) {
        builder.addExtension(ACME_IDENTIFIER, true, identifier.get());
      }
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
      return new KeyAndChain(keys.getPrivate(), List.of(certificate));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("a certificate which signs itself cannot be made", e);
    }
  }
}
