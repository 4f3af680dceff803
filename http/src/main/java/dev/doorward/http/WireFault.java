package dev.doorward.http;

/** What may be wrong with a request before anyone asks what it wants. */
public enum WireFault {
  /** Breaks the grammar or the framing rules of RFC 9112. */
  MALFORMED(400),
  /** HTTP/1.1 without Host (RFC 9112 §3.2). */
  NO_HOST(400),
  TWO_HOSTS(400),
  /** The content breaks its framing: a bad chunk, or it ended too early. */
  BAD_BODY(400),
  /** TRACE and CONNECT are never served. */
  TRACE_OR_CONNECT(405),
  HEADER_TIMEOUT(408),
  BODY_TIMEOUT(408),
  URI_TOO_LONG(414),
  /** One field is larger than {@link Limits#field}. */
  FIELD_TOO_LARGE(431),
  /** All fields together are larger than {@link Limits#headers}. */
  HEADERS_TOO_LARGE(431),
  /** More than {@link Limits#fields}. */
  TOO_MANY_FIELDS(431);

  private final int status;

  WireFault(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }
}
