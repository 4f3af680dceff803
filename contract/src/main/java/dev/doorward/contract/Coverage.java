package dev.doorward.contract;

import dev.doorward.contract.cases.Case;
import dev.doorward.contract.cases.Cases;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What becomes of every number of the contract: cases, a test elsewhere, or a reason. */
final class Coverage {

  private static final Pattern NOTE = Pattern.compile("(C\\d{3})(?: \\(([^)]+)\\))? (\\S.*)");

  private final List<String> numbers;
  private final List<Case> cases;
  private final List<Note> elsewhere;
  private final List<Note> notApplicable;

  /** A line about a number, or about a part of it where the rest has cases. */
  record Note(String number, Optional<String> part, String text) {}

  private Coverage(
      List<String> numbers, List<Case> cases, List<Note> elsewhere, List<Note> notApplicable) {
    this.numbers = List.copyOf(numbers);
    this.cases = List.copyOf(cases);
    this.elsewhere = List.copyOf(elsewhere);
    this.notApplicable = List.copyOf(notApplicable);
  }

  /** As it is shipped. */
  static Coverage shipped() {
    return new Coverage(
        lines("numbers.txt"),
        Cases.shipped().all(),
        notes("elsewhere.txt"),
        notes("not-applicable.txt"));
  }

  List<String> numbers() {
    return numbers;
  }

  /** The cases of that number, in order. */
  List<Case> cases(String number) {
    return cases.stream().filter(c -> c.number().equals(number)).toList();
  }

  List<Note> elsewhere(String number) {
    return elsewhere.stream().filter(n -> n.number().equals(number)).toList();
  }

  List<Note> notApplicable(String number) {
    return notApplicable.stream().filter(n -> n.number().equals(number)).toList();
  }

  /** Numbers which are nowhere, in two places, or not the contract's. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (String number : numbers) {
      List<String> places = new ArrayList<>();
      if (!cases(number).isEmpty()) {
        places.add("the cases");
      }
      elsewhere(number).stream()
          .filter(n -> n.part().isEmpty())
          .forEach(_ -> places.add("elsewhere.txt"));
      notApplicable(number).stream()
          .filter(n -> n.part().isEmpty())
          .forEach(_ -> places.add("not-applicable.txt"));
      if (places.isEmpty()) {
        faults.add(number + " is neither in the cases nor in elsewhere.txt or not-applicable.txt");
      } else if (places.size() > 1) {
        faults.add(number + " is in " + String.join(" and in ", places));
      }
    }
    cases.stream()
        .filter(c -> !numbers.contains(c.number()))
        .forEach(c -> faults.add(c.id() + " is no number of the contract"));
    for (List<Note> notes : List.of(elsewhere, notApplicable)) {
      for (Note each : notes) {
        if (!numbers.contains(each.number())) {
          faults.add(each.number() + " is no number of the contract");
        } else if (each.part().isPresent()
            && cases(each.number()).isEmpty()
            && elsewhere(each.number()).stream().allMatch(n -> n.part().isPresent())) {
          faults.add(each.number() + " has a part in a list, but no case");
        }
      }
    }
    return faults;
  }

  private static List<Note> notes(String file) {
    return lines(file).stream()
        .map(line -> {
          Matcher m = NOTE.matcher(line);
          if (!m.matches()) {
            throw new IllegalArgumentException(file + ": not a line of it: " + line);
          }
          return new Note(m.group(1), Optional.ofNullable(m.group(2)), m.group(3));
        })
        .toList();
  }

  static List<String> lines(String file) {
    try (InputStream in = Coverage.class.getResourceAsStream("data/" + file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from this jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(l -> !l.isBlank() && !l.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
