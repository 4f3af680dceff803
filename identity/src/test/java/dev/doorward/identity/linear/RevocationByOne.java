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

  public boolean endOthers(int which) {
    if (alive[which]) {
      alive[1 - which] = false;
    }
    return alive[which];
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
