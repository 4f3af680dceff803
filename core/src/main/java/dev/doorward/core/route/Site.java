package dev.doorward.core.route;

/**
 * A host that is guarded.
 *
 * @param origin how browsers name this very host
 * @param signIn where its people sign in, the same for all sites
 * @param cookie the name of our cookie there
 * @param certificate a number which sites that share a TLS certificate share
 */
public record Site(Origin origin, Origin signIn, String cookie, int certificate) {
  /** Whether people sign in on this host itself. */
  public boolean isHome() {
    return origin.equals(signIn);
  }

  /** The path of sign-in from here: relative at home, absolute elsewhere. */
  public String own(String path) {
    return isHome() ? path : signIn + path;
  }
}
