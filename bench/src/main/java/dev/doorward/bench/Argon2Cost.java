package dev.doorward.bench;

import dev.doorward.identity.password.Passwords;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A password check as Doorward makes it beside the system's own C library with the same parameters
 * (m=19456, t=2, p=1), in turns on one core. Prints a table.
 */
final class Argon2Cost {
  private static final int TURNS = 9;
  private static final int TIMES = 10;
  private static final double MOST = 1.15;

  private Argon2Cost() {}

  private interface Work {
    void once() throws Throwable;
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws Throwable {
    try (Passwords passwords = new Passwords(1, 1);
        Arena arena = Arena.ofConfined()) {
      Optional<String> kept = Optional.of(passwords.hash(DoorwardSetup.PASSWORD));
      Work ours =
          () -> {
            if (!passwords.matches(kept, DoorwardSetup.PASSWORD)) {
              throw new AssertionError("the password does not match its own hash");
            }
          };
      Work reference = reference(arena);
      millis(ours);
      millis(reference);
      List<Double> of = new ArrayList<>();
      List<Double> theirs = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        of.add(millis(ours));
        theirs.add(millis(reference));
        ratios.add(of.getLast() / theirs.getLast());
      }
      Spread ratio = Spread.of(ratios);
      System.out.printf(
          Locale.ROOT,
          """
          | Argon2id alone | a hash | Doorward beside it, min / median / max | to hold |
          | --- | --- | --- | --- |
          | Doorward's | %.1f ms | | |
          | the C library of the reference, as the system has it | %.1f ms | %s | %s %.2f |
          """,
          Spread.of(of).median(),
          Spread.of(theirs).median(),
          ratio.to(2),
          ratio.median() <= MOST ? "≤" : "**falls short of**",
          MOST);
    }
  }

  private static double millis(Work work) throws Throwable {
    long begun = System.nanoTime();
    for (int i = 0; i < TIMES; i++) {
      work.once();
    }
    return (System.nanoTime() - begun) / 1e6 / TIMES;
  }

  private static Work reference(Arena arena) {
    MethodHandle hash =
        Linker.nativeLinker()
            .downcallHandle(
                SymbolLookup.libraryLookup("libargon2.so.1", arena)
                    .findOrThrow("argon2id_hash_raw"),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT, // t_cost
                    ValueLayout.JAVA_INT, // m_cost
                    ValueLayout.JAVA_INT, // parallelism
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG, // pwd, pwdlen
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG, // salt, saltlen
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG)); // hash, hashlen
    MemorySegment password = arena.allocateFrom(DoorwardSetup.PASSWORD);
    MemorySegment salt = arena.allocate(16);
    MemorySegment result = arena.allocate(32);
    return () -> {
      int code =
          (int)
              hash.invokeExact(
                  2,
                  19456,
                  1,
                  password,
                  (long) DoorwardSetup.PASSWORD.length(),
                  salt,
                  16L,
                  result,
                  32L);
      if (code != 0) {
        throw new AssertionError("libargon2 said " + code);
      }
    };
  }
}
