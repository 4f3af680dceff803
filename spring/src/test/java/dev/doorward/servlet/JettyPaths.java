package dev.doorward.servlet;

import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;

/** Has Jetty pass paths on which it would refuse itself. */
final class JettyPaths {
  private JettyPaths() {}

  static void pass(Object jetty) {
    Server server = (Server) jetty;
    for (Connector connector : server.getConnectors()) {
      connector
          .getConnectionFactory(HttpConnectionFactory.class)
          .getHttpConfiguration()
          .setUriCompliance(UriCompliance.UNSAFE);
    }
    server
        .getDescendants(org.eclipse.jetty.ee11.servlet.ServletHandler.class)
        .forEach(handler -> handler.setDecodeAmbiguousURIs(true));
  }
}
