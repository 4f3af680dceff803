package dev.doorward.oauth.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** {@code doorward.key}: seals what the store keeps secret, by AES-256-GCM. */
public final class KeyFile {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  private KeyFile(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /**
   * Reads the file, or makes it (0600) where it is not there.
   *
   * @throws IOException when it can be neither read nor made, or is no key
   */
  public static KeyFile at(Path file) throws IOException {
    if (Files.notExists(file)) {
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      try {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
            file, Base64.getEncoder().encodeToString(key) + "\n", StandardOpenOption.WRITE);
      } catch (FileAlreadyExistsException e) {
        // Another command made it at the same moment; that one counts.
      }
    }
    if (!Set.of("rw-------", "r--------")
        .contains(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))) {
      throw new IOException(file + " can be read by others; run: chmod 600 " + file);
    }
    try {
      byte[] key =
          Base64.getDecoder().decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
      if (key.length == 32) {
        return new KeyFile(key);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not a key; put back the one made with this store", e);
    }
    throw new IOException(file + " is not a key; put back the one made with this store");
  }

  /** Seals bytes; {@code name} is bound to them. */
  byte[] seal(String name, byte[] plain) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, name, nonce, 0).doFinal(plain);
      byte[] out = new byte[NONCE + sealed.length];
      System.arraycopy(nonce, 0, out, 0, NONCE);
      System.arraycopy(sealed, 0, out, NONCE, sealed.length);
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /**
   * Opens what was sealed.
   *
   * @throws GeneralSecurityException when it was sealed by another key or changed since
   */
  byte[] open(String name, byte[] sealed) throws GeneralSecurityException {
    if (sealed.length < NONCE) {
      throw new GeneralSecurityException("too short");
    }
    return cipher(Cipher.DECRYPT_MODE, name, sealed, 0)
        .doFinal(sealed, NONCE, sealed.length - NONCE);
  }

  private Cipher cipher(int mode, String name, byte[] nonce, int from)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, from, NONCE));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
