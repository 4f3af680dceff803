package dev.doorward.face.api;

import dev.doorward.core.audit.Asked;
import dev.doorward.core.audit.Audit;
import dev.doorward.core.audit.Event;

/** An audit log in which every event says by which request and by whom it happened. */
record Actor(Audit log, Asked asked, String name) implements Audit {
  @Override
  public void ready() {
    log.ready();
  }

  @Override
  public void keep(Event event) {
    log.keep(event.by(asked).actor(name));
  }

  @Override
  public void note(Event event) {
    log.note(event.by(asked).actor(name));
  }
}
