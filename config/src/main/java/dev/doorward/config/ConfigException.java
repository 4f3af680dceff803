package dev.doorward.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration was refused; tells every mistake at once, one a line. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Mistake> mistakes;

  /** Refused for these. */
  public ConfigException(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /** In the order of the file. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
