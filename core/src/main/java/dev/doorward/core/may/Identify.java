package dev.doorward.core.may;

import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.where.Client;
import dev.doorward.core.who.Credential;
import java.util.Optional;

/** The question who it is, between the two pure halves of the judge. */
public interface Identify {
  /** Answers from memory and never blocks; empty when it would have to ask further. */
  Optional<Identity> recall(Credential.Presented credential, RequestFacts facts, Client from);

  /** Answers in any case, and may block. A refusal is a value; nothing is thrown for one. */
  Identity identify(Credential.Presented credential, RequestFacts facts, Client from);
}
