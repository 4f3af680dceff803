package dev.doorward.cli;

import dev.doorward.contract.wire.Answer;
import dev.doorward.contract.wire.Exchanger;
import dev.doorward.contract.wire.Sending;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps every answer which passes. */
final class Recording implements Exchanger {
  final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
  private final Exchanger real;

  Recording(Exchanger real) {
    this.real = real;
  }

  @Override
  public Answer send(InetAddress from, byte[] rawRequest) throws IOException {
    return kept(real.send(from, rawRequest));
  }

  @Override
  public Answer send(Sending sending) throws IOException {
    return kept(real.send(sending));
  }

  private Answer kept(Answer answer) {
    answers.add(answer);
    return answer;
  }
}
