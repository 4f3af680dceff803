package dev.doorward.http;

/** An application's answer without its content and without hop-by-hop and framing fields. */
public record ResponseHead(int status, Headers headers) {}
