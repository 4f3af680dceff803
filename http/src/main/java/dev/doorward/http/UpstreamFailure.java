package dev.doorward.http;

/** Why an application gave no answer. */
public enum UpstreamFailure {
  /** No connection could be made. */
  UNREACHABLE,
  /** It was silent for {@link Timeouts#upstream}. */
  TIMED_OUT,
  /** It closed without an answer, or what came was not HTTP. */
  BROKEN
}
