package dev.doorward.core.where;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who may speak for another address, and in which field. The list is walked from the right over
 * trusted hops (C206, C207); the left end, which anybody can write, is never believed.
 */
public record TrustedProxies(PrefixSet trusted, Style style) {
  /** The one field that is read; the other one is stripped (C210). */
  public enum Style {
    /** {@code X-Forwarded-For}. */
    X_FORWARDED_FOR,
    /** {@code Forwarded}, RFC 7239. */
    FORWARDED
  }

  /** RFC 7239 §6.2: who is no address. */
  private static final String NOBODY = "unknown";

  /** More hops than this are nobody's proxies, and are read no further. */
  private static final int MOST_HOPS = 64;

  /** Whether that peer may speak for others. */
  public boolean trusts(Address peer) {
    return trusted.contains(peer);
  }

  /**
   * The client on whose behalf the peer speaks.
   *
   * @param lines the field lines of the configured style, in their order
   */
  public Client client(Address peer, List<String> lines) {
    List<String> hops = trusts(peer) ? hops(lines) : List.of();
    return hops.isEmpty() ? new Client.Known(peer, false) : walk(peer, hops);
  }

  /** The client on whose behalf a peer speaks which is believed whatever its address. */
  public Client spokenFor(Address peer, List<String> lines) {
    List<String> hops = hops(lines);
    return hops.isEmpty() ? Client.Unusable.JUNK : walk(peer, hops);
  }

  private Client walk(Address peer, List<String> hops) {
    if (hops.size() > MOST_HOPS) {
      return Client.Unusable.JUNK;
    }
    Client.Known left = new Client.Known(peer, false);
    for (int i = hops.size() - 1; i >= 0; i--) {
      Optional<Address> hop = address(hops.get(i));
      if (hop.isEmpty()) {
        return Client.Unusable.JUNK;
      }
      left = new Client.Known(hop.get(), true);
      if (!trusts(hop.get())) {
        return left;
      }
    }
    return left;
  }

  /** Empty elements of a list do not count (RFC 9110 §5.6.1.2). */
  private List<String> hops(List<String> lines) {
    List<String> hops = new ArrayList<>();
    for (String line : lines) {
      int from = 0;
      while (from <= line.length() && hops.size() <= MOST_HOPS) {
        int comma = line.indexOf(',', from);
        int end = comma < 0 ? line.length() : comma;
        String element = line.substring(from, end).trim();
        if (!element.isEmpty()) {
          hops.add(style == Style.FORWARDED ? forParameter(element) : element);
        }
        from = end + 1;
      }
    }
    return hops;
  }

  /**
   * RFC 7239 §4, §6: the {@code for} parameter, its quotes cut off. An element is cut at each comma
   * and semicolon, quoted or not, since a client's open quote must not swallow what a proxy says
   * after it. What was cut within a quoted string so is believed in nothing.
   */
  private static String forParameter(String element) {
    if (element.indexOf('\\') >= 0) {
      return NOBODY;
    }
    String found = null;
    for (String pair : element.split(";", 16)) {
      if (pair.chars().filter(c -> c == '"').count() % 2 != 0) {
        return NOBODY;
      }
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).trim().equalsIgnoreCase("for")) {
        if (found != null) {
          return NOBODY; // a parameter must not stand there twice
        }
        found = pair.substring(equals + 1).trim();
      }
    }
    return found == null ? NOBODY : unquoted(found);
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static Optional<Address> address(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      boolean rest = end > 0 && (end == hop.length() - 1 || isPort(hop.substring(end + 1)));
      return rest ? Address.parse(hop.substring(1, end)) : Optional.empty();
    }
    int colon = hop.indexOf(':');
    if (colon >= 0 && colon == hop.lastIndexOf(':')) {
      return isPort(hop.substring(colon))
          ? Address.parse(hop.substring(0, colon))
          : Optional.empty();
    }
    return Address.parse(hop);
  }

  private static boolean isPort(String text) {
    return text.length() > 1
        && text.length() <= 6
        && text.charAt(0) == ':'
        && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
  }
}
