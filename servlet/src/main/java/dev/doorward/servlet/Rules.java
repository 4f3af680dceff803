package dev.doorward.servlet;

import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/** What only the application knows: for which of its things a permission holds. */
final class Rules {
  private static final String ATTRIBUTE = "dev.doorward.servlet.rules";

  private record Key(String permission, Class<?> type) {}

  private final Map<Key, BiPredicate<Caller, Object>> rules = new ConcurrentHashMap<>();

  /** Those of that context. */
  static Rules of(ServletContext context) {
    synchronized (context) {
      if (context.getAttribute(ATTRIBUTE) instanceof Rules rules) {
        return rules;
      }
      Rules fresh = new Rules();
      context.setAttribute(ATTRIBUTE, fresh);
      return fresh;
    }
  }

  <T> void add(String permission, Class<T> type, BiPredicate<Caller, T> rule) {
    BiPredicate<Caller, Object> held = (caller, thing) -> rule.test(caller, type.cast(thing));
    if (rules.putIfAbsent(new Key(permission, type), held) != null) {
      throw new IllegalStateException(
          "there is a rule for %s and %s already".formatted(permission, type.getName()));
    }
  }

  boolean allow(String permission, Caller caller, Object thing) {
    boolean found = false;
    for (Map.Entry<Key, BiPredicate<Caller, Object>> each : rules.entrySet()) {
      if (each.getKey().permission().equals(permission) && each.getKey().type().isInstance(thing)) {
        found = true;
        if (!each.getValue().test(caller, thing)) {
          return false;
        }
      }
    }
    if (!found) {
      throw new IllegalStateException(
          "no rule tells for which %s %s holds; register one with Doorward.rule"
              .formatted(thing.getClass().getName(), permission));
    }
    return true;
  }
}
