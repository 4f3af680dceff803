package dev.doorward.identity.linear;

import java.util.HashSet;
import java.util.Set;

/** What {@link LockOut} is to do, said plainly, for one thread. */
public class LockOutByOne {
  private final Set<Integer> everTried = new HashSet<>();
  private int failures;
  private int unknown;

  /** Three different wrong passwords in a row, and nothing is looked at; the same counts once. */
  public boolean wrong(int password) {
    if (failures >= 3) {
      return false;
    }
    if (everTried.add(password)) {
      failures++;
    }
    return true;
  }

  public boolean right() {
    if (failures >= 3) {
      return false;
    }
    failures = 0;
    return true;
  }

  public boolean open() {
    return failures < 3;
  }

  public void unknownToken() {
    unknown++;
  }

  public boolean tokensOpen() {
    return unknown < 2;
  }
}
