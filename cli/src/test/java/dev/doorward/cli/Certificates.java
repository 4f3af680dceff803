package dev.doorward.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Throw-away certificates as PEM, made by the JDK's own keytool. */
final class Certificates {
  private Certificates() {}

  static void write(Path folder, String name, String... hosts) throws IOException {
    Path store = folder.resolve(name + ".p12");
    List<String> san = new ArrayList<>();
    san.add("ip:127.0.0.1"); // for requests which name no host
    for (String host : hosts) {
      san.add("dns:" + host);
    }
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + String.join(",", san),
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "throwaway")
            .inheritIO()
            .start();
    try (InputStream in = waited(keytool, store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, "throwaway".toCharArray());
      Key key = keys.getKey("it", "throwaway".toCharArray());
      Certificate certificate = keys.getCertificate("it");
      Files.writeString(
          folder.resolve(name + ".pem"), pem("CERTIFICATE", certificate.getEncoded()));
      Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static InputStream waited(Process keytool, Path store) throws IOException {
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool failed");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return Files.newInputStream(store);
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + kind
        + "-----\n";
  }
}
