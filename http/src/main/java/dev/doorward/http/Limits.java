package dev.doorward.http;

/**
 * How large a request's head may be, in octets, and how many clients there may be.
 *
 * @param target of the request target
 * @param field of one field line
 * @param headers of all field lines
 * @param fields number of fields
 * @param connections number of open client connections; further ones are closed at once
 */
public record Limits(int target, int field, int headers, int fields, int connections) {
  public static final Limits DEFAULT = new Limits(8 * 1024, 16 * 1024, 32 * 1024, 200, 10_000);
}
