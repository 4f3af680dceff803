package dev.doorward.face.control;

import dev.doorward.core.audit.Event;
import dev.doorward.identity.people.Refused;
import dev.doorward.identity.people.User;
import dev.doorward.identity.session.Session;
import dev.doorward.portal.House;
import dev.doorward.portal.Moments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code session …}. */
final class SessionCommands {
  private final House house;

  SessionCommands(House house) {
    this.house = house;
  }

  Object list(Request r) {
    Optional<String> user = UserCommands.find(house, r, "user").map(User::id);
    List<Session> found =
        r.page()
            .map(page -> house.sessions().page(user, page.after(), page.most()))
            .orElseGet(() -> house.sessions().list(user));
    return found.stream().map(this::map).toList();
  }

  Object show(Request r) {
    return house.sessions().living(r.need("id")).map(this::map).orElseThrow(() -> unknown(r));
  }

  Object revoke(Request r) {
    String id = r.need("id");
    Optional<String> user =
        house.sessions().byId(id).flatMap(s -> house.users().byId(s.user())).map(User::name);
    if (!house.sessions().end(id)) {
      throw unknown(r);
    }
    Event event = Event.of(Event.Kind.REVOKED, house.clock().instant()).held(id);
    house.audit().keep(user.map(event::about).orElse(event));
    return Map.of("id", id);
  }

  private static Refused unknown(Request r) {
    return new Refused(
        Refused.Kind.UNKNOWN,
        "there is no session " + r.need("id") + "; see: " + r.hint("session list"));
  }

  private Map<String, Object> map(Session session) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", session.id());
    map.put("user", house.users().byId(session.user()).map(User::name).orElse(session.user()));
    map.put("user_id", session.user());
    map.put("created", Moments.exact(session.created()));
    map.put("last_used", Moments.exact(session.lastUsed()));
    map.put("expires", Moments.exact(session.dies()));
    map.put("address", session.address());
    map.put("agent", session.agent());
    return map;
  }
}
