package dev.doorward.server.control;

import dev.doorward.core.audit.Event;
import dev.doorward.identity.people.Refused;
import dev.doorward.identity.people.User;
import dev.doorward.identity.session.Session;
import dev.doorward.portal.House;
import dev.doorward.portal.Moments;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code session …}. */
final class SessionCommands {
  private final House house;

  SessionCommands(House house) {
    this.house = house;
  }

  Object list(Request r) {
    Optional<String> user =
        r.text("user")
            .map(name ->
                house
                    .users()
                    .byName(name)
                    .map(User::id)
                    .orElseThrow(() -> new Refused("there is no user " + name)));
    return house.sessions().list(user).stream().map(this::map).toList();
  }

  Object revoke(Request r) {
    String id = r.need("id");
    Optional<String> user =
        house.sessions().byId(id).flatMap(s -> house.users().byId(s.user())).map(User::name);
    if (!house.sessions().end(id)) {
      throw new Refused("there is no session " + id + "; see: " + r.hint("session list"));
    }
    Event event = Event.of(Event.Kind.REVOKED, house.clock().instant()).held(id);
    house.audit().keep(user.map(event::about).orElse(event));
    return Map.of("id", id);
  }

  private Map<String, Object> map(Session session) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", session.id());
    map.put("user", house.users().byId(session.user()).map(User::name).orElse(session.user()));
    map.put("created", Moments.exact(session.created()));
    map.put("last_used", Moments.exact(session.lastUsed()));
    map.put("expires", Moments.exact(session.dies()));
    map.put("address", session.address());
    map.put("agent", session.agent());
    return map;
  }
}
