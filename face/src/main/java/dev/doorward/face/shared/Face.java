package dev.doorward.face.shared;

import java.util.Locale;

/** By which way a request reaches the judge. */
public enum Face {
  /** The reverse proxy. */
  DOOR,
  /** The check of nginx, and of the script for Apache httpd. */
  NGINX,
  /** The check of Caddy. */
  CADDY,
  /** The check of HAProxy. */
  HAPROXY,
  /** The check of Traefik. */
  TRAEFIK,
  /** The check of Envoy's {@code ext_authz} over HTTP. */
  ENVOY_HTTP,
  /** The same over gRPC. */
  ENVOY_GRPC,
  /** The admin listener. */
  ADMIN,
  /** Inside an application. */
  INSIDE;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** As logs and metrics write it. */
  public String word() {
    return word;
  }
}
