package dev.doorward.cli.naive;

import java.util.HashMap;
import java.util.Map;

/** The credentials that prove somebody; all others are wrong. */
public final class Known {
  public final Map<String, Holder> tokens = new HashMap<>();
  public final Map<String, Holder> sessions = new HashMap<>();

  /** In Base64. */
  public final Map<String, Holder> pairs = new HashMap<>();
}
