package dev.doorward.face.explain;

import java.util.Map;

/**
 * Commands which a message proposes, such that they can be pasted.
 *
 * @param config the configuration which the asking command was given; empty where it needs none
 */
public record Hints(String config) {
  /** The argument by which a command says which configuration it was given. */
  public static final String CONFIG = "config";

  /** Those for a command with these arguments. */
  public static Hints of(Map<String, Object> args) {
    return new Hints(args.get(CONFIG) instanceof String config ? config : "");
  }

  /** A command with these words, on the same configuration. */
  public String command(String words) {
    return "doorward " + words + (config.isEmpty() ? "" : " -c " + quoted(config));
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
