package dev.doorward.portal.page;

/**
 * The small print of a refusal: what programs would read in a problem document (C250).
 *
 * @param title the fixed sentence of the problem
 * @param id what the log knows the request by
 */
public record Foot(int status, String title, String id) {}
