package dev.doorward.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads certificates and private keys from PEM files (RFC 7468). */
final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END \\1PRIVATE KEY-----");
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final byte[] VERSION_0 = {2, 1, 0};

  private Pem() {}

  static X509Certificate[] chain(Path file) throws IOException {
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificates(file)));
      if (found.isEmpty()) {
        throw new IOException("no certificate in " + file);
      }
      return found.toArray(new X509Certificate[0]);
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate in " + file, e);
    }
  }

  /** What else stands in the file, such as a key, is left out. */
  private static byte[] certificates(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Matcher found = CERTIFICATE.matcher(new String(all, StandardCharsets.ISO_8859_1));
    String only = found.results().map(MatchResult::group).collect(Collectors.joining("\n"));
    return only.isEmpty() ? all : only.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * The key of that certificate.
   *
   * @throws IOException also when it belongs to another certificate
   */
  static PrivateKey key(Path file, X509Certificate certificate) throws IOException {
    PublicKey publicKey = certificate.getPublicKey();
    Matcher found = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      throw new IOException("no private key in " + file);
    }
    String kind = found.group(1).trim();
    if (kind.equals("ENCRYPTED") || found.group(2).contains("ENCRYPTED")) {
      throw new IOException("the private key in " + file + " is encrypted; store it without");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(found.group(2));
      byte[] pkcs8 = kind.isEmpty() ? der : wrapped(der, publicKey);
      PrivateKey key =
          KeyFactory.getInstance(publicKey.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      if (!belongs(key, publicKey)) {
        throw new IOException("the private key in " + file + " is not that of the certificate");
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("no usable private key for the certificate in " + file, e);
    }
  }

  /**
   * PKCS#8 (RFC 5958) around a key in the older forms of OpenSSL, "RSA" and "EC". Its algorithm
   * stands in the certificate's public key in the very same encoding.
   */
  private static byte[] wrapped(byte[] key, PublicKey publicKey) {
    byte[] info = publicKey.getEncoded();
    int at = contentAt(info, 0);
    int end = contentAt(info, at) + lengthAt(info, at);
    var inner = new ByteArrayOutputStream();
    inner.writeBytes(VERSION_0);
    inner.write(info, at, end - at);
    inner.writeBytes(der(OCTET_STRING, key));
    return der(SEQUENCE, inner.toByteArray());
  }

  private static int contentAt(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int lengthAt(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | der[at + 2 + i] & 0xff;
    }
    return length;
  }

  private static byte[] der(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x82); // two octets of length are enough for any key
    out.write(content.length >> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static boolean belongs(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    String algorithm =
        switch (publicKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> publicKey.getAlgorithm();
        };
    var signature = Signature.getInstance(algorithm);
    byte[] any = {1, 2, 3};
    signature.initSign(key);
    signature.update(any);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(any);
    return signature.verify(signed);
  }
}
