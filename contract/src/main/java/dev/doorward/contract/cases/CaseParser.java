package dev.doorward.contract.cases;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a file of cases.
 *
 * <pre>
 * C131a a cookie on an unsafe cross-site request     number and title
 * session: ops                                       settings
 * POST /orders/7                                     the request; HTTP/1.1 is added, and Host
 * Sec-Fetch-Site: cross-site
 *                                                    an empty line and a body, if there is one
 * ----
 * 403                                                what is expected, the status first
 * problem csrf_failed
 * then                                               the next exchange of the same case
 * …
 * </pre>
 *
 * A case begins with its number. Lines with {@code #} in front of a case are remarks.
 */
public final class CaseParser {

  private static final Pattern TITLE = Pattern.compile("(C\\d{3}[a-z]*)(?: (.*))?");
  private static final Pattern SETTING =
      Pattern.compile(
          "(fixture|from|tags|needs|session|throttled|repeat|flood|stream|send|connection|over|sni"
              + "|wait|each|store|proxy): (.*)");

  private final String group;
  private final List<Case> cases = new ArrayList<>();
  private String id = "";
  private String title = "";
  private List<String> lines = new ArrayList<>();

  private CaseParser(String group) {
    this.group = group;
  }

  /** The cases of that text. Faults name the case. */
  public static List<Case> parse(String group, String text) {
    var parser = new CaseParser(group);
    for (String line : text.lines().toList()) {
      parser.line(line);
    }
    parser.finish();
    return List.copyOf(parser.cases);
  }

  private void line(String line) {
    var title = TITLE.matcher(line);
    if (title.matches()) {
      finish();
      this.id = title.group(1);
      this.title = title.group(2) == null ? "" : title.group(2);
    } else if (!id.isEmpty() && !line.startsWith("# ")) {
      lines.add(line);
    }
  }

  private void finish() {
    if (!id.isEmpty()) {
      try {
        cases.add(parseCase());
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(id + ": " + e.getMessage(), e);
      }
    }
    id = "";
    lines = new ArrayList<>();
  }

  private Case parseCase() {
    while (!lines.isEmpty() && lines.getLast().isBlank()) {
      lines.removeLast();
    }
    List<Step> steps = new ArrayList<>();
    List<String> step = new ArrayList<>();
    for (String line : lines) {
      if (line.equals("then")) {
        steps.add(parseStep(step));
        step = new ArrayList<>();
      } else {
        step.add(line);
      }
    }
    steps.add(parseStep(step));
    Set<String> tags = new HashSet<>();
    String fixture = "default";
    for (Step each : steps) {
      each.setting("tags").ifPresent(t -> tags.addAll(List.of(t.split(" +"))));
      fixture = each.setting("fixture").orElse(fixture);
    }
    return new Case(id, group, title, fixture, tags, steps);
  }

  private static Step parseStep(List<String> lines) {
    int rule = lines.indexOf("----");
    if (rule < 0) {
      throw new IllegalArgumentException("no ---- between request and expectations");
    }
    Map<String, String> settings = new HashMap<>();
    int at = 0;
    for (var m = SETTING.matcher(lines.get(at)); m.matches(); m = SETTING.matcher(lines.get(at))) {
      settings.put(m.group(1), m.group(2).strip());
      at++;
    }
    List<String> request = lines.subList(at, rule);
    if (request.isEmpty()) {
      throw new IllegalArgumentException("no request");
    }
    int empty = request.indexOf("");
    List<String> head = empty < 0 ? request : request.subList(0, empty);
    Optional<List<String>> body =
        empty < 0 ? Optional.empty() : Optional.of(request.subList(empty + 1, request.size()));
    return new Step(settings, head, body, CheckParser.parse(lines.subList(rule + 1, lines.size())));
  }
}
