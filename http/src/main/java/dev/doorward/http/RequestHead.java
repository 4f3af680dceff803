package dev.doorward.http;

/**
 * A request without its content (RFC 9112 §3, RFC 9113 §8.3).
 *
 * @param method as sent; methods have case
 * @param target as sent: a path with query, an absolute URI, or {@code *}
 * @param version as what came; a WebSocket asked for over HTTP/2 (RFC 8441) looks like one over
 *     HTTP/1.1, and {@code :authority} like Host
 * @param headers as sent, hop-by-hop fields included; see {@link Hops#strip}
 */
public record RequestHead(
    String method, String target, Version version, Headers headers, Connection connection) {}
