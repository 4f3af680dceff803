package dev.doorward.cli.demo;

/**
 * A request to try.
 *
 * @param why what it shows
 * @param command one line for a shell
 * @param answer the status, and the fields that matter
 */
public record Try(String why, String command, String answer) {}
