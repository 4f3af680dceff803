package dev.doorward.core.audit;

/** Where events are kept. Called by many threads at once. */
public interface Audit {
  /** Keeps nothing, where no audit log is asked for. */
  Audit NONE =
      new Audit() {
        @Override
        public void ready() {}

        @Override
        public void keep(Event event) {}

        @Override
        public void note(Event event) {}
      };

  /**
   * Asks, before something is changed, whether it could be kept. May block.
   *
   * @throws NotKept when it could not: nothing must be changed then
   */
  void ready();

  /**
   * Keeps an event, and returns once it is on disk. Blocks.
   *
   * @throws NotKept when it could not be written; what can be undone must be, what cannot is owed
   *     its line, which follows
   */
  void keep(Event event);

  /** Keeps an event soon. Never blocks; where there is no room for it, the loss is counted. */
  void note(Event event);
}
