package dev.doorward.core.route;

import java.util.Locale;
import java.util.Set;

/**
 * A host that is guarded.
 *
 * @param origin how browsers name this very host
 * @param signIn where its people sign in, the same for all sites
 * @param cookie the name of our cookie there
 * @param certificate a number which sites that share a TLS certificate share
 * @param realm what its challenges name
 * @param cookies the four names of cookies which are ours there
 */
public record Site(
    Origin origin,
    Origin signIn,
    String cookie,
    int certificate,
    Realm realm,
    Set<String> cookies) {
  private static final java.util.regex.Pattern BY_PORT =
      java.util.regex.Pattern.compile("dw-[0-9]{1,5}(-(device|login|walk))?");

  /** A site; the other names follow from the cookie's. */
  public Site(Origin origin, Origin signIn, String cookie, int certificate, Realm realm) {
    this(origin, signIn, cookie, certificate, realm, ours(cookie));
  }

  /**
   * Whether a cookie of that name is one of ours. Where the port is in the name it may be any
   * listener's of this host: browsers send cookies to every port (RFC 6265 §8.5).
   */
  public boolean isOurs(String name) {
    return cookies.contains(name) || origin.isLoopback() && BY_PORT.matcher(name).matches();
  }

  private static Set<String> ours(String cookie) {
    return Set.of(cookie, cookie + "-device", cookie + "-login", cookie + "-walk");
  }

  /** Whether people sign in on this host itself. */
  public boolean isHome() {
    return origin.equals(signIn);
  }

  /** Whether browsers know the site by that origin; {@code *} stands for one label of a host. */
  public boolean isCalled(Origin asked) {
    if (!isMany()) {
      return origin.equals(asked);
    }
    String own = origin.authority();
    int dot = asked.authority().indexOf('.');
    return dot > 0
        && origin.scheme().equals(asked.scheme())
        && asked.authority().substring(dot).equals(own.substring(1));
  }

  /** Whether it stands for many hosts, each with one label in place of the {@code *}. */
  public boolean isMany() {
    return origin.authority().startsWith("*.");
  }

  /** How browsers name the host which was asked: of many hosts that one, of one the site itself. */
  public Origin at(String authority) {
    return isMany() ? origin.at(Origin.hostOf(authority).toLowerCase(Locale.ROOT)) : origin;
  }

  /** The path of sign-in from here: relative at home, absolute elsewhere. */
  public String own(String path) {
    return isHome() ? path : signIn + path;
  }
}
