package dev.doorward.http;

/**
 * A request without its content (RFC 9112 §3).
 *
 * @param method as sent; methods have case
 * @param target as sent: a path with query, an absolute URI, or {@code *}
 * @param minorVersion the x of HTTP/1.x, 0 or 1
 * @param headers as sent, hop-by-hop fields included; see {@link Hops#strip}
 */
public record RequestHead(
    String method, String target, int minorVersion, Headers headers, Connection connection) {}
