package dev.doorward.contract;

import dev.doorward.contract.cases.Case;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which cases are not Doorward's to answer where a front stands before it: its wire, its TLS, what
 * it makes of the application's answer (C323). The file is {@code fronts.txt}.
 */
final class Fronts {
  private static final Pattern LINE =
      Pattern.compile(
          "((?:C\\d{3}[a-z]*|G\\d+)(?: (?:C\\d{3}[a-z]*|G\\d+))*) \\| ([a-z -]+) \\| (\\S.*)");
  private static final List<String> CONTAINERS = List.of("tomcat", "jetty");
  private static final Fronts SHIPPED = new Fronts(Coverage.lines("fronts.txt"));

  private final List<Exception> exceptions = new ArrayList<>();

  private record Exception(List<String> cases, List<String> fronts, String why) {}

  Fronts(List<String> lines) {
    for (String line : lines) {
      Matcher m = LINE.matcher(line);
      if (!m.matches()) {
        throw new IllegalArgumentException("fronts.txt: not a line of it: " + line);
      }
      exceptions.add(
          new Exception(
              Arrays.asList(m.group(1).split(" ")),
              Arrays.asList(m.group(2).split(" ")),
              m.group(3)));
    }
  }

  static Fronts shipped() {
    return SHIPPED;
  }

  /** Why a case says nothing about Doorward behind that front; empty where it does. */
  Optional<String> exempt(Case c, String front) {
    return exceptions.stream()
        .filter(e ->
            e.cases().contains(c.id())
                || e.cases().contains(c.number())
                || e.cases().contains(c.group()))
        .filter(e -> e.fronts().contains(front) || e.fronts().contains(all(front)))
        .map(Exception::why)
        .findFirst();
  }

  /** The word which stands for every front like that one. */
  private static String all(String front) {
    return CONTAINERS.contains(front) ? "inside" : "all";
  }

  /** The file as rows of a table. */
  List<String> rows() {
    return exceptions.stream()
        .map(e ->
            "| "
                + String.join(" ", e.cases())
                + " | "
                + String.join(" ", e.fronts())
                + " | "
                + e.why()
                + " |")
        .toList();
  }

  /** Cases which the file names. */
  List<String> cases() {
    return exceptions.stream().flatMap(e -> e.cases().stream()).toList();
  }
}
