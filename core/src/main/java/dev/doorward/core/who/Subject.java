package dev.doorward.core.who;

/**
 * Whom a credential proved.
 *
 * @param id the stable id, {@code usr_…} or {@code cli_…}
 * @param name what the application is told: the user's name, or a client's id
 */
public record Subject(String id, String name) {}
