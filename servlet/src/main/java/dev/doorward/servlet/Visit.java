package dev.doorward.servlet;

import dev.doorward.core.Policy;
import dev.doorward.core.request.Header;
import dev.doorward.core.verdict.Verdict;
import jakarta.servlet.ServletRequest;
import java.util.List;
import java.util.Optional;

/**
 * One request which was let through to the application, for all its dispatches: ERROR, ASYNC,
 * FORWARD and INCLUDE inherit what was decided for REQUEST (C229–C231).
 */
final class Visit {
  private static final String ATTRIBUTE = "dev.doorward.servlet.visit";

  private final Door house;
  private final Policy policy;
  private final Verdict verdict;
  private final List<Header> fields;
  private final Caller caller;
  private volatile boolean refused;

  /**
   * A visit.
   *
   * @param policy by which it was judged
   * @param fields as the container gave them
   */
  Visit(Door house, Policy policy, Verdict verdict, List<Header> fields, Caller caller) {
    this.house = house;
    this.policy = policy;
    this.verdict = verdict;
    this.fields = fields;
    this.caller = caller;
  }

  static Optional<Visit> of(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Visit visit
        ? Optional.of(visit)
        : Optional.empty();
  }

  void begins(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  Door house() {
    return house;
  }

  Policy policy() {
    return policy;
  }

  Verdict verdict() {
    return verdict;
  }

  List<Header> fields() {
    return fields;
  }

  Caller caller() {
    return caller;
  }

  /** The application refused it, and that was answered and told. */
  void refused() {
    refused = true;
  }

  boolean isRefused() {
    return refused;
  }
}
