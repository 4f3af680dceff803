package dev.doorward.server.check;

/**
 * The client's request line and host, as a front tells them.
 *
 * @param uri path and query, or {@code *}
 */
record Asked(String method, String uri, String host) {}
