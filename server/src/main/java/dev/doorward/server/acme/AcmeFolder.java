package dev.doorward.server.acme;

import dev.doorward.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of one CA: {@code HOST.pem} with key and chain, {@code HOST.stand-in.pem} while there
 * is none, {@code HOST.retry} after a failure, and {@code account.key}. Each CA has a folder of its
 * own, so that nothing which one for trials gave is taken for more.
 */
final class AcmeFolder {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([^-]*)-----END \\1-----");

  /** More than a chain with its key takes. */
  private static final int ROOM = 32 * 1024;

  private final Path top;
  private final Path folder;

  private AcmeFolder(Path top, String name) {
    this.top = top;
    this.folder = top.resolve(name);
  }

  /** Below {@code acme/} beside the store. */
  static AcmeFolder of(Settings s, URI directory) {
    Path beside =
        s.store() instanceof Settings.StoreAt.Sqlite(Path file) ? file.toAbsolutePath() : s.file();
    return new AcmeFolder(beside.resolveSibling("acme"), name(directory));
  }

  /** The directory's host, port and path, in letters which every file system takes. */
  private static String name(URI directory) {
    String port = directory.getPort() < 0 ? "" : "-" + directory.getPort();
    return (directory.getHost() + port + directory.getPath())
        .replaceAll("[^A-Za-z0-9.]+", "-")
        .replaceAll("^[.-]+|-+$", "");
  }

  /** Makes the folders where they are missing. */
  void make() throws IOException {
    try {
      PrivateFiles.folder(top);
      PrivateFiles.folder(folder);
    } catch (IOException e) {
      throw new IOException(
          "cannot make %s for certificates and their keys; let it belong to the server's user"
              .formatted(folder),
          e);
    }
  }

  Path certificate(String host) {
    return folder.resolve(host + ".pem");
  }

  Path standIn(String host) {
    return folder.resolve(host + ".stand-in.pem");
  }

  private Path retry(String host) {
    return folder.resolve(host + ".retry");
  }

  /**
   * The certificate of a host, whether it is still good or not.
   *
   * @throws IOException when something else lies in its place
   */
  Optional<KeyAndChain> read(String host) throws IOException {
    try {
      KeyAndChain found = KeyAndChain.parse(Files.readString(certificate(host)));
      if (!found.names(host)) {
        throw new IOException("the certificate names another host");
      }
      return Optional.of(found);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** When it was written; long ago where that cannot be told. */
  Instant written(String host) {
    try {
      return Files.getLastModifiedTime(certificate(host)).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  void write(String host, KeyAndChain certificate) throws IOException {
    PrivateFiles.write(certificate(host), certificate.pem());
    Files.deleteIfExists(retry(host));
  }

  /**
   * Whether what a CA gives could be kept, found out before it is asked.
   *
   * @throws IOException when not
   */
  void probe() throws IOException {
    Path file = folder.resolve("probe");
    PrivateFiles.write(file, "x".repeat(ROOM));
    Files.delete(file);
  }

  void standIn(String host, Instant now) throws IOException {
    PrivateFiles.write(standIn(host), SelfSigned.standIn(host, now).pem());
  }

  void noStandIn(String host) throws IOException {
    Files.deleteIfExists(standIn(host));
  }

  Optional<Retry> readRetry(String host) {
    try {
      return Retry.parse(Files.readString(retry(host)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void write(String host, Retry retry) throws IOException {
    PrivateFiles.write(retry(host), retry.text());
  }

  /**
   * The key by which the CA knows us; made where it is missing.
   *
   * @throws IOException when something else lies in its place
   */
  KeyPair account() throws IOException {
    Path file = folder.resolve("account.key");
    try {
      return pair(file, Files.readString(file, StandardCharsets.US_ASCII));
    } catch (NoSuchFileException e) {
      KeyPair made = KeyAndChain.newKeys();
      PrivateFiles.write(
          file,
          KeyAndChain.block("PRIVATE KEY", made.getPrivate().getEncoded())
              + KeyAndChain.block("PUBLIC KEY", made.getPublic().getEncoded()));
      return made;
    }
  }

  private static KeyPair pair(Path file, String pem) throws IOException {
    try {
      KeyFactory keys = KeyFactory.getInstance("EC");
      Matcher m = BLOCK.matcher(pem);
      Optional<byte[]> secret = Optional.empty();
      Optional<PublicKey> known = Optional.empty();
      while (m.find()) {
        byte[] der = Base64.getMimeDecoder().decode(m.group(2));
        if (m.group(1).equals("PRIVATE KEY")) {
          secret = Optional.of(der);
        } else if (m.group(1).equals("PUBLIC KEY")) {
          known = Optional.of(keys.generatePublic(new X509EncodedKeySpec(der)));
        }
      }
      if (secret.isPresent() && known.isPresent()) {
        return new KeyPair(
            known.get(), keys.generatePrivate(new PKCS8EncodedKeySpec(secret.get())));
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " is no account key; remove it to have one made", e);
    }
    throw new IOException(file + " is no account key; remove it to have one made");
  }
}
