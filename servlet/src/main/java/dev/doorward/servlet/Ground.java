package dev.doorward.servlet;

import dev.doorward.config.Settings;
import dev.doorward.core.audit.Event;
import dev.doorward.core.may.Identify;
import dev.doorward.face.api.Api;
import dev.doorward.face.shared.Endpoints;
import dev.doorward.face.shared.Witness;
import dev.doorward.face.shared.Writer;
import java.util.Optional;

/** What the face inside an application stands on: a store of its own, or another Doorward. */
interface Ground extends AutoCloseable {
  /** Who it is. */
  Identify mind();

  /** Words as fields and bytes. */
  Writer writer();

  /** Told of every verdict and answer. */
  Witness witness();

  /** The endpoints which every host has. */
  Endpoints endpoints();

  /** The admin API, where there is something to administer. */
  Optional<Api> api();

  /** Takes over what may change while it runs. */
  void adopt(Settings next);

  /** Opens logs anew, after a rotation. */
  void reopen();

  /** Writes down what happened. */
  void note(Event event);

  /** Removes what is long over. May block. */
  void sweep();

  /** What is wrong, in words for an operator; empty when nothing is. */
  Optional<String> trouble();

  @Override
  void close();
}
