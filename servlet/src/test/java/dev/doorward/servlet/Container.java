package dev.doorward.servlet;

import jakarta.servlet.Servlet;
import java.nio.file.Path;
import java.util.Map;

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
      return switch (this) {
        case TOMCAT -> Containers.tomcat(port, folder, doorward, servlets);
        case JETTY -> Containers.jetty(port, doorward, servlets);
      };
    }
  }
}
