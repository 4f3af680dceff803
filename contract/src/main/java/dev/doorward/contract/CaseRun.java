package dev.doorward.contract;

import dev.doorward.contract.cases.Case;
import dev.doorward.contract.cases.Check;
import dev.doorward.contract.cases.Step;
import dev.doorward.contract.check.Checker;
import dev.doorward.contract.check.Exchange;
import dev.doorward.contract.check.Request;
import dev.doorward.contract.check.Words;
import dev.doorward.contract.wire.Answer;
import dev.doorward.contract.wire.Sending;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One case on its way: its address, its sessions, what it has kept of earlier answers. */
final class CaseRun {

  private final Runner runner;
  private final Case of;
  private final InetAddress address;
  private final Words words;
  private final Map<String, String> sessions = new HashMap<>();
  private Optional<Request> lastRequest = Optional.empty();
  private Optional<Answer> lastAnswer = Optional.empty();

  CaseRun(Runner runner, Case of) {
    this.runner = runner;
    this.of = of;
    Optional<String> throttled =
        of.steps().stream()
            .flatMap(s -> s.setting("throttled").stream())
            .map(user -> user.replace("{run}", runner.run()))
            .findFirst();
    this.address =
        throttled.isPresent() ? runner.throttledAddress(throttled.get()) : runner.fresh();
    this.words = new Words(runner.file(), runner.tokens(), this::session, this::arrived);
    words.keep("run", runner.run());
    words.keep("port", Integer.toString(runner.port()));
    throttled.ifPresent(this::older);
  }

  /** Who is guessed at has a session and a device from before. */
  private void older(String user) {
    runner
        .throttledCookies(user)
        .ifPresent(c -> {
          sessions.put(user, c.session());
          words.keep("device", c.device());
        });
  }

  private String session(String user) {
    return sessions.computeIfAbsent(user, u -> runner.session(u, address));
  }

  private String arrived(String userAtSite) {
    String[] parts = userAtSite.split("@", 2);
    String session = session(parts[0]);
    return sessions.computeIfAbsent(
        userAtSite, _ -> runner.signIn().arrived(session, parts[1], address));
  }

  /** Runs all steps; the first that fails ends it. */
  Result run() throws IOException, InterruptedException {
    for (Step step : of.steps()) {
      List<String> wrong = step(step);
      if (!wrong.isEmpty()) {
        return result(step, wrong);
      }
    }
    return result(of.steps().getLast(), List.of());
  }

  /** The answer to the last request. */
  Optional<Answer> lastAnswer() {
    return lastAnswer;
  }

  private List<String> step(Step step) throws IOException, InterruptedException {
    if (step.setting("store").isPresent()) {
      runner.store(step.setting("store").get());
    }
    if (step.setting("wait").isPresent()) {
      Thread.sleep(duration(step.setting("wait").get()));
    }
    if (step.setting("flood").isPresent()) {
      return flood(step, step.number("flood", 1));
    }
    for (String each : step.setting("each").orElse("").split(" \\| ", -1)) {
      words.keep("each", words.fill(each));
      for (int n = 1; n <= step.number("repeat", 1); n++) {
        words.keep("n", Integer.toString(n));
        List<String> wrong = exchange(step);
        if (!wrong.isEmpty()) {
          return wrong;
        }
      }
    }
    return List.of();
  }

  private List<String> exchange(Step step) throws IOException {
    Request request = write(step);
    lastRequest = Optional.of(request);
    long before = runner.appCount();
    Answer answer = runner.exchanger().send(sending(step, request));
    lastAnswer = Optional.of(answer);
    List<String> wrong = new ArrayList<>(judge(step, request, answer));
    boolean failedBehind = answer.status() == 502 || answer.status() == 504;
    if (!step.reachesApp() && !failedBehind && runner.appCount() != before) {
      wrong.add("the application was asked, though the answer is Doorward's");
    }
    return wrong;
  }

  private Request write(Step step) {
    InetAddress from =
        step.setting("from")
            .map(f -> f.equals("fresh") ? runner.fresh() : InetAddress.ofLiteral(f))
            .orElse(address);
    return new RequestWriter(runner.file(), words).write(step, from);
  }

  private List<String> judge(Step step, Request request, Answer answer) {
    return Checker.complaints(
        new Exchange(
            of,
            step,
            request,
            answer,
            words,
            runner.file(),
            runner.front(),
            runner.exchanger().http2(),
            runner::answerTo));
  }

  private Sending sending(Step step, Request request) {
    String connection = step.setting("connection").orElse("");
    boolean unfinished = step.setting("send").equals(Optional.of("unfinished"));
    return new Sending(
        request.from(),
        request.bytes(),
        step.number("stream", 0),
        step.setting("over").equals(Optional.of("plain")),
        step.setting("sni")
            .map(words::fill)
            .or(() -> request.first("Host").map(CaseRun::withoutPort)),
        connection.contains("same"),
        connection.contains("keep"),
        step.setting("proxy").map(words::fill),
        Duration.ofSeconds(unfinished ? 30 : 15));
  }

  private static String withoutPort(String host) {
    return host.replaceFirst(":\\d+$", "");
  }

  /** Many at once: at least one answer is as the case says, all others are 200. */
  private List<String> flood(Step step, int number) throws IOException, InterruptedException {
    Request request = write(step);
    lastRequest = Optional.of(request);
    List<Answer> answers = new ArrayList<>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Answer> one = () -> runner.exchanger().send(request.from(), request.bytes());
      for (Future<Answer> each : pool.invokeAll(Collections.nCopies(number, one))) {
        answers.add(each.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    List<String> wrong = List.of("none of " + number + " answers was " + wanted(step));
    for (Answer each : answers) {
      if (each.status() != 200) {
        lastAnswer = Optional.of(each);
        wrong = judge(step, request, each);
        if (!wrong.isEmpty()) {
          return wrong;
        }
      }
    }
    return wrong;
  }

  private Result result(Step step, List<String> wrong) {
    String line =
        lastRequest.map(r -> r.method() + " " + shortened(r.target())).orElse("nothing sent");
    String status =
        lastAnswer.map(a -> a.status() == 0 ? "nothing" : Integer.toString(a.status())).orElse("?");
    return new Result(
        of.id(),
        wrong.isEmpty() ? Result.Outcome.PASS : Result.Outcome.FAIL,
        of.title(),
        line + " → " + status + " (want " + wanted(step) + ")",
        wrong,
        wrong.isEmpty() ? "" : lastRequest.map(Request::shown).orElse(""),
        wrong.isEmpty() ? "" : lastAnswer.map(Answer::shown).orElse(""));
  }

  /** A case which could not be run to its end for a reason of ours or the server's. */
  Result broken(String why) {
    return result(of.steps().getFirst(), List.of(why));
  }

  private static String wanted(Step step) {
    for (Check each : step.checks()) {
      if (each instanceof Check.Status(var statuses)) {
        return String.join(
            " or ", statuses.stream().map(s -> s == 0 ? "closed" : Integer.toString(s)).toList());
      }
    }
    return "?";
  }

  private static String shortened(String target) {
    return target.length() > 120 ? target.substring(0, 120) + "…" : target;
  }

  private static Duration duration(String text) {
    return Duration.parse("PT" + text);
  }
}
