package dev.doorward.identity.linear;

/** What {@link Revocation} is to do, said plainly, for one thread. */
public class RevocationByOne {
  private final boolean[] alive = {true, true};
  private boolean suspended;

  public boolean use(int which) {
    return alive[which];
  }

  public boolean end(int which) {
    boolean was = alive[which];
    alive[which] = false;
    return was;
  }

  public int endAll() {
    int ended = 0;
    for (int i = 0; i < 2; i++) {
      ended += end(i) ? 1 : 0;
    }
    return ended;
  }

  public boolean suspended() {
    return suspended;
  }

  public void suspend() {
    suspended = true;
  }

  public void resume() {
    suspended = false;
  }
}
