package dev.doorward.core.route;

import dev.doorward.core.where.Perimeter;

/**
 * A rule: what may pass, whence, and what stands behind.
 *
 * @param number its place among all routes of the policy, by which compiled answers are found
 */
public record Route(
    int number,
    Site site,
    Place place,
    Perimeter perimeter,
    Cors cors,
    Access access,
    Behind behind) {
  /** Whether this and another route let the same requests in (C220). */
  public boolean sameDoor(Route other) {
    return this == other
        || (access.equals(other.access)
            && perimeter.equals(other.perimeter)
            && behind.equals(other.behind)
            && cors.equals(other.cors));
  }
}
