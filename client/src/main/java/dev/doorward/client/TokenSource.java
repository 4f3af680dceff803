package dev.doorward.client;

import java.io.IOException;

/** Where access tokens come from: an authorization server, a file, a secret store. */
@FunctionalInterface
public interface TokenSource {
  /**
   * A fresh access token (RFC 6750 §2.1). It may block. It runs on a thread of its own, once for
   * all requests which wait for it, and must not use the client which asks.
   *
   * @throws IOException where there is none now; every request which waits for it fails, and the
   *     next one asks again
   */
  String fetch() throws IOException, InterruptedException;
}
