package dev.doorward.core.request;

/** One field line: its name as sent, and its value. */
public record Header(String name, String value) {}
