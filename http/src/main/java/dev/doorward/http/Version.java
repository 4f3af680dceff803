package dev.doorward.http;

/** Which HTTP a request came by (RFC 9110 §2.5). */
public enum Version {
  HTTP_1_0,
  HTTP_1_1,
  /** RFC 9113. */
  HTTP_2
}
