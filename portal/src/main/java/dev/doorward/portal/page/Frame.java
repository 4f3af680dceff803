package dev.doorward.portal.page;

/**
 * What every page needs.
 *
 * @param host the host it stands on, as its reader knows it
 */
public record Frame(String title, String host, String stylesheet, String icon) {}
