package dev.doorward.http;

/**
 * One field line of a message, as it stands on the wire (RFC 9110 §5). The name keeps its case, the
 * value has no white space around it and each of its characters is one octet (ISO 8859-1).
 *
 * @throws IllegalArgumentException when the name is no token, or the value could not be sent as one
 *     line
 */
public record Header(String name, String value) {
  public Header {
    Octets.requireToken(name);
    Octets.requireFieldValue(name, value);
  }
}
