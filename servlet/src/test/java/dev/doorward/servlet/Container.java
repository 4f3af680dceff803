package dev.doorward.servlet;

import jakarta.servlet.Servlet;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/** A real servlet container on a loopback port, with Doorward before some servlets. */
interface Container extends AutoCloseable {
  @Override
  void close() throws Exception;

  /** Starts one. */
  interface Starter {
    /**
     * Starts it.
     *
     * @param servlets by the pattern they are mapped to
     */
    Container start(int port, Path folder, DoorwardFilter doorward, Map<String, Servlet> servlets)
        throws Exception;
  }

  /** Which containers there are. */
  enum Kind implements Starter {
    TOMCAT,
    JETTY;

    @Override
    public Container start(
        int port, Path folder, DoorwardFilter doorward, Map<String, Servlet> servlets)
        throws Exception {
      return start(Listening.at(port), folder, doorward, servlets);
    }

    /** The same with its requests on virtual threads. */
    Starter onVirtualThreads() {
      return (port, folder, doorward, servlets) ->
          start(new Listening(port, true, OptionalInt.empty()), folder, doorward, servlets);
    }

    /** The same with the TLS of its own, and another connector without. */
    Starter overTls(int plain) {
      return (port, folder, doorward, servlets) ->
          start(new Listening(port, false, OptionalInt.of(plain)), folder, doorward, servlets);
    }

    private Container start(
        Listening at, Path folder, DoorwardFilter doorward, Map<String, Servlet> servlets)
        throws Exception {
      return switch (this) {
        case TOMCAT -> Containers.tomcat(at, folder, doorward, servlets, _ -> {});
        case JETTY -> Containers.jetty(at, folder, doorward, servlets);
      };
    }
  }
}
