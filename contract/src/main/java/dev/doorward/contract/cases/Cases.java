package dev.doorward.contract.cases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** All cases, in the order of the contract, with every {@code as} filled in. */
public final class Cases {

  private static final int GROUPS = 19;

  private final Map<String, Case> byId = new LinkedHashMap<>();

  private Cases(List<Case> cases) {
    for (Case each : cases) {
      if (byId.put(each.id(), each) != null) {
        throw new IllegalArgumentException(each.id() + " stands twice");
      }
    }
    byId.replaceAll((_, each) -> resolved(each));
  }

  /** The cases which are shipped with this room. */
  public static Cases shipped() {
    return new Cases(
        IntStream.rangeClosed(1, GROUPS)
            .mapToObj(g -> parse("G" + g))
            .flatMap(List::stream)
            .toList());
  }

  /** These cases. */
  public static Cases of(List<Case> cases) {
    return new Cases(cases);
  }

  public List<Case> all() {
    return List.copyOf(byId.values());
  }

  public Optional<Case> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  private static List<Case> parse(String group) {
    String name = "/dev/doorward/contract/data/cases/" + group + ".cases";
    try (InputStream in = Cases.class.getResourceAsStream(name)) {
      return in == null
          ? List.of()
          : CaseParser.parse(group, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Case resolved(Case c) {
    return new Case(
        c.id(),
        c.group(),
        c.title(),
        c.fixture(),
        c.tags(),
        c.steps().stream()
            .map(s -> new Step(s.settings(), s.head(), s.body(), resolved(c.id(), s.checks())))
            .toList());
  }

  private List<Check> resolved(String id, List<Check> checks) {
    List<Check> all = new ArrayList<>();
    for (Check each : checks) {
      if (each instanceof Check.As(String other)) {
        Case that = byId.get(other);
        if (that == null || other.equals(id)) {
          throw new IllegalArgumentException(id + " is to be answered as " + other);
        }
        Set<Object> said = new HashSet<>();
        checks.forEach(c -> said.add(subject(c)));
        resolved(other, that.steps().getLast().checks()).stream()
            .filter(c -> !said.contains(subject(c)))
            .forEach(all::add);
      } else {
        all.add(each);
      }
    }
    return List.copyOf(all);
  }

  /** What a check speaks of: a line about the same thing takes its place. */
  private static Object subject(Check check) {
    return switch (check) {
      case Check.Field(String name, _) -> "field " + name;
      case Check.Absent(String name) -> "field " + name;
      case Check.Member(String name, _) -> "member " + name;
      case Check.Problem _, Check.Page _, Check.EmptyBody _, Check.BodySameAs _, Check.BodyIs _ ->
          "body";
      case Check.Status _, Check.Ends _ -> check.getClass();
      default -> check;
    };
  }
}
