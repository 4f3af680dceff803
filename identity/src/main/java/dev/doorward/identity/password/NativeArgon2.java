package dev.doorward.identity.password;

import de.mkammerer.argon2.Argon2;
import de.mkammerer.argon2.Argon2Factory;
import java.nio.charset.StandardCharsets;

/** The reference C library. */
final class NativeArgon2 implements PasswordHash {
  private final Argon2 argon2 = Argon2Factory.create(Argon2Factory.Argon2Types.ARGON2id, 16, 32);

  NativeArgon2() {
    argon2.hash(1, 8, 1, "loads the library".toCharArray(), StandardCharsets.UTF_8);
  }

  @Override
  public String hash(char[] password) {
    return argon2.hash(PASSES, MEMORY, 1, password, StandardCharsets.UTF_8);
  }

  @Override
  public boolean matches(String phc, char[] password) {
    return argon2.verify(phc, password, StandardCharsets.UTF_8);
  }
}
