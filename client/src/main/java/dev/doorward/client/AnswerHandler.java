package dev.doorward.client;

import dev.doorward.client.Answer.Passed;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;

/**
 * Reads problem documents of Doorward itself and leaves every other body to the caller's handler,
 * which does not see bodies that are not the application's.
 */
record AnswerHandler<T>(BodyHandler<T> theirs) implements BodyHandler<Answer<T>> {
  @Override
  public BodySubscriber<Answer<T>> apply(ResponseInfo info) {
    return ProblemReader.mayBe(info.statusCode(), info.headers())
        ? new AnswerSubscriber<>(info, theirs)
        : BodySubscribers.mapping(theirs.apply(info), Passed::new);
  }
}
