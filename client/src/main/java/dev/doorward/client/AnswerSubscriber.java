package dev.doorward.client;

import dev.doorward.client.Answer.Passed;
import dev.doorward.client.Answer.Told;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Holds a body back until it is known whose it is. One which turns out not to be Doorward's, or is
 * longer than any of its documents, goes to the caller's handler from its first octet.
 */
final class AnswerSubscriber<T> implements BodySubscriber<Answer<T>> {
  /** Octets. A document of Doorward has a few hundred. */
  static final int LONGEST = 16 * 1024;

  private final ResponseInfo info;
  private final BodyHandler<T> theirs;
  private final CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private Flow.@Nullable Subscription upstream;
  private @Nullable BodySubscriber<T> downstream;

  AnswerSubscriber(ResponseInfo info, BodyHandler<T> theirs) {
    this.info = info;
    this.theirs = theirs;
  }

  @Override
  public CompletionStage<Answer<T>> getBody() {
    return answer;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    if (upstream != null) {
      subscription.cancel();
      return;
    }
    upstream = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    if (downstream != null) {
      downstream.onNext(item);
      return;
    }
    for (ByteBuffer each : item) {
      byte[] octets = new byte[each.remaining()];
      each.get(octets);
      held.writeBytes(octets);
    }
    Flow.Subscription more = upstream;
    if (held.size() > LONGEST) {
      pass(Optional.ofNullable(more));
    } else if (more != null) {
      more.request(1);
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (downstream == null) {
      answer.completeExceptionally(failure);
    } else {
      downstream.onError(failure);
    }
  }

  @Override
  public void onComplete() {
    if (downstream != null) {
      downstream.onComplete();
      return;
    }
    Optional<Problem> problem =
        ProblemReader.read(info.statusCode(), info.headers(), held.toByteArray());
    if (problem.isPresent()) {
      answer.complete(new Told<>(problem.get()));
    } else {
      pass(Optional.empty());
    }
  }

  /** Lets the caller's handler have what was held, and then what comes from there. */
  private void pass(Optional<Flow.Subscription> rest) {
    try {
      BodySubscriber<T> subscriber = theirs.apply(info);
      downstream = subscriber;
      subscriber
          .getBody()
          .whenComplete((body, failure) -> {
            if (failure == null) {
              answer.complete(new Passed<>(body));
            } else {
              answer.completeExceptionally(failure);
            }
          });
      subscriber.onSubscribe(new Replay(subscriber, held.toByteArray(), rest));
    } catch (RuntimeException e) {
      rest.ifPresent(Flow.Subscription::cancel);
      answer.completeExceptionally(e);
    }
  }
}
