package dev.doorward.server.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key of P-256 with its certificates, leaf first; both in one file, so that no moment
 * sees a key beside another's certificate.
 */
record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]*)-----END \\1-----");
  private static final int DNS_NAME = 2;

  KeyAndChain {
    chain = List.copyOf(chain);
  }

  X509Certificate leaf() {
    return chain.getFirst();
  }

  /** A fresh pair of P-256, which every CA and client takes. */
  static KeyPair newKeys() {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec("secp256r1"));
      return keys.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
  }

  /** As PEM (RFC 7468). */
  String pem() throws IOException {
    try {
      StringBuilder out = new StringBuilder(block("PRIVATE KEY", key.getEncoded()));
      for (X509Certificate each : chain) {
        out.append(block("CERTIFICATE", each.getEncoded()));
      }
      return out.toString();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /**
   * Reads what {@link #pem} wrote.
   *
   * @throws IOException when that is something else, or the key is not that of the certificate
   */
  static KeyAndChain parse(String pem) throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    byte[] key = {};
    Matcher m = BLOCK.matcher(pem);
    try {
      CertificateFactory certificates = CertificateFactory.getInstance("X.509");
      while (m.find()) {
        byte[] der = Base64.getMimeDecoder().decode(m.group(2));
        if (m.group(1).equals("PRIVATE KEY")) {
          key = der;
        } else {
          chain.add(
              (X509Certificate) certificates.generateCertificate(new ByteArrayInputStream(der)));
        }
      }
      if (chain.isEmpty() || key.length == 0) {
        throw new IOException("no key with its certificate");
      }
      PrivateKey read = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
      KeyAndChain both = new KeyAndChain(read, chain);
      if (!both.isPair()) {
        throw new IOException("the key is not that of the certificate");
      }
      return both;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("no usable key with its certificate", e);
    }
  }

  /** Whether the key is that of the certificate. */
  boolean isPair() throws GeneralSecurityException {
    if (!leaf().getPublicKey().getAlgorithm().equals("EC")) {
      return false;
    }
    Signature signature = Signature.getInstance("SHA256withECDSA");
    byte[] any = "any".getBytes(StandardCharsets.US_ASCII);
    signature.initSign(key);
    signature.update(any);
    byte[] signed = signature.sign();
    signature.initVerify(leaf().getPublicKey());
    signature.update(any);
    return signature.verify(signed);
  }

  /** Whether the certificate names that host. */
  boolean names(String host) {
    try {
      var names = leaf().getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .anyMatch(name ->
                  name.getFirst().equals(DNS_NAME)
                      && host.equalsIgnoreCase(String.valueOf(name.get(1))));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static String block(String kind, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
  }
}
