package dev.doorward.portal.page;

import java.util.Optional;

/**
 * What every page needs.
 *
 * @param host the host it stands on, as its reader knows it
 * @param foot on refusals only
 */
public record Frame(
    String title, String host, String stylesheet, String icon, Door door, Optional<Foot> foot) {}
