package dev.doorward.face.control;

import dev.doorward.config.Settings;
import dev.doorward.core.audit.Event;
import dev.doorward.identity.password.Overloaded;
import dev.doorward.identity.password.PasswordRules;
import dev.doorward.identity.people.Refused;
import dev.doorward.identity.people.User;
import dev.doorward.identity.people.Users;
import dev.doorward.portal.House;
import dev.doorward.portal.Moments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code user …} and {@code role …}. */
final class UserCommands {
  private final House house;
  private final Supplier<Settings> settings;

  UserCommands(House house, Supplier<Settings> settings) {
    this.house = house;
    this.settings = settings;
  }

  Object add(Request r) {
    String name = Users.canonical(r.need("name"));
    r.texts("roles").forEach(this::requireDeclared);
    Optional<String> hash = r.text("password").map(password -> hash(name, password));
    User user =
        house
            .users()
            .add(
                name,
                r.text("display"),
                r.text("email"),
                r.texts("roles"),
                hash,
                r.flag("must_change"));
    changed(user.name(), "added, roles: " + String.join(", ", user.roles()));
    return map(user);
  }

  Object list(Request r) {
    if (r.page().isPresent()) {
      Request.Page page = r.page().get();
      return house.users().page(page.after(), page.most()).stream().map(UserCommands::map).toList();
    }
    return house.users().all().stream().map(UserCommands::map).toList();
  }

  Object show(Request r) {
    User user = find(r);
    Map<String, Object> map = map(user);
    map.put("sessions", house.sessions().list(Optional.of(user.id())).size());
    map.put("tokens", house.tokens().list(Optional.of(user.id())).size());
    return map;
  }

  Object password(Request r) {
    User user = find(r);
    Optional<String> password = r.text("password");
    if (password.isEmpty()) {
      if (!r.flag("must_change")) {
        throw new Refused("say --password-stdin, --must-change or both");
      }
      house.users().requireNewPassword(user.id());
      changed(user.name(), "must choose a new password");
    } else {
      house
          .endings()
          .setPassword(user.id(), hash(user.name(), password.get()), r.flag("must_change"));
      changed(user.name(), "new password; all sessions and tokens revoked");
    }
    return map(user);
  }

  /** More than one thing about a user at once; what is so already is left alone. */
  Object change(Request r) {
    User was = find(r);
    Optional<User.State> state =
        r.text("state").map(User.State::valueOf).filter(wanted -> wanted != was.state());
    Optional<String> display =
        r.text("display").filter(text -> !text.equals(was.display().orElse("")));
    Optional<String> email = r.text("email").filter(text -> !text.equals(was.email().orElse("")));
    List<String> told = new ArrayList<>();
    state.ifPresent(to -> told.add(to == User.State.SUSPENDED ? "suspended" : "resumed"));
    display.ifPresent(_ -> told.add("display name changed"));
    email.ifPresent(_ -> told.add("email changed"));
    if (told.isEmpty()) {
      return map(was);
    }
    User now =
        house
            .users()
            .change(was.id(), new Users.Change(state, display, email))
            .orElseThrow(() -> unknown(r, was.id()));
    changed(now.name(), String.join(", ", told));
    return map(now);
  }

  Object suspend(Request r) {
    return state(r, User.State.SUSPENDED);
  }

  Object resume(Request r) {
    return state(r, User.State.ACTIVE);
  }

  Object remove(Request r) {
    User user = find(r);
    house.endings().remove(user.id());
    changed(user.name(), "removed");
    return map(user);
  }

  Object grant(Request r) {
    requireDeclared(r.need("role"));
    User user = find(r);
    if (!house.users().grant(user.id(), r.need("role"))) {
      throw new Refused(
          Refused.Kind.ALREADY, user.name() + " has the role " + r.need("role") + " already");
    }
    changed(user.name(), "role " + r.need("role") + " granted");
    return map(find(r));
  }

  Object revoke(Request r) {
    User user = find(r);
    if (!house.users().revoke(user.id(), r.need("role"))) {
      throw new Refused(
          Refused.Kind.UNKNOWN, user.name() + " does not have the role " + r.need("role"));
    }
    changed(user.name(), "role " + r.need("role") + " revoked");
    return map(find(r));
  }

  Object roles() {
    List<User> users = house.users().all();
    List<Object> out = new ArrayList<>();
    settings
        .get()
        .roles()
        .forEach((role, permissions) -> {
          Map<String, Object> map = new LinkedHashMap<>();
          map.put("role", role);
          map.put("permissions", List.copyOf(permissions));
          map.put(
              "users",
              users.stream().filter(user -> user.roles().contains(role)).map(User::name).toList());
          out.add(map);
        });
    return out;
  }

  private Object state(Request r, User.State state) {
    User user = find(r);
    if (!house.users().setState(user.id(), state)) {
      String word = state == User.State.SUSPENDED ? "suspended" : "active";
      throw new Refused(Refused.Kind.ALREADY, user.name() + " is " + word + " already");
    }
    changed(user.name(), state == User.State.SUSPENDED ? "suspended" : "resumed");
    return map(find(r));
  }

  private void changed(String user, String what) {
    house
        .audit()
        .keep(
            Event.of(Event.Kind.RIGHTS_CHANGED, house.clock().instant()).about(user).reason(what));
  }

  private User find(Request r) {
    return find(house, r, "name").orElseThrow(() -> new Refused(r.name() + " needs name"));
  }

  /**
   * The user whom an argument names, by name or id, or whom the argument {@code user_id} names by
   * id alone: somebody may be called like another's id. Empty where neither argument is there.
   *
   * @throws Refused when there is no such user
   */
  static Optional<User> find(House house, Request r, String key) {
    Optional<String> id = r.text("user_id");
    Optional<String> name = id.isPresent() ? id : r.text(key);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<User> found =
        id.isPresent()
            ? house.users().byId(id.get())
            : name.flatMap(house.users()::byName).or(() -> name.flatMap(house.users()::byId));
    return Optional.of(
        found
            .filter(user -> user.state() != User.State.REMOVED)
            .orElseThrow(() -> unknown(r, name.get())));
  }

  private static Refused unknown(Request r, String user) {
    return new Refused(
        Refused.Kind.UNKNOWN, "there is no user " + user + "; see: " + r.hint("user list"));
  }

  private void requireDeclared(String role) {
    Set<String> declared = settings.get().roles().keySet();
    if (!declared.contains(role)) {
      throw new Refused(
          "there is no role "
              + role
              + " in doorward.yaml; it has "
              + (declared.isEmpty() ? "none" : String.join(", ", declared)));
    }
  }

  private String hash(String name, String password) {
    Optional<String> objection = house.rules().objection(name, password);
    if (objection.isPresent()) {
      throw new Refused(objection.get());
    }
    try {
      return house.passwords().hash(PasswordRules.canonical(password));
    } catch (Overloaded e) {
      throw new Refused(
          Refused.Kind.BUSY, "too many people sign in just now; try again in a moment");
    }
  }

  static Map<String, Object> map(User user) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", user.id());
    map.put("name", user.name());
    user.display().ifPresent(text -> map.put("display", text));
    user.email().ifPresent(text -> map.put("email", text));
    map.put("state", user.state().name().toLowerCase(java.util.Locale.ROOT));
    map.put("password", user.password().isPresent());
    map.put("must_change", user.mustChange());
    map.put("roles", user.roles());
    map.put("created", Moments.exact(user.created()));
    return map;
  }
}
