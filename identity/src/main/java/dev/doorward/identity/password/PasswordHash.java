package dev.doorward.identity.password;

/** Argon2id, m=19456 t=2 p=1, as a PHC string. Blocks, and costs what it is meant to cost. */
interface PasswordHash {
  /** KiB of memory a hash takes. */
  int MEMORY = 19456;

  /** Passes. */
  int PASSES = 2;

  /** A hash of a password, with a fresh salt. */
  String hash(char[] password);

  /** Whether that is the password of a hash. */
  boolean matches(String phc, char[] password);

  /** The native library where it loads, else pure Java. */
  static PasswordHash best() {
    try {
      return new NativeArgon2();
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      return new JavaArgon2();
    }
  }
}
