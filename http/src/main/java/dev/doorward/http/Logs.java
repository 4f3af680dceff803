package dev.doorward.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator should hear of. Broken connections are everyday and not among it. */
final class Logs {
  private static final Logger LOG = LoggerFactory.getLogger("dev.doorward.http");

  private Logs() {}

  static void bug(String where, Throwable bug) {
    LOG.error("unexpected in {}", where, bug);
  }

  static void warn(String what) {
    LOG.warn(what);
  }
}
