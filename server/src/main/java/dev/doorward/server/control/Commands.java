package dev.doorward.server.control;

import dev.doorward.config.Settings;
import dev.doorward.core.audit.Audit;
import dev.doorward.core.audit.NotKept;
import dev.doorward.identity.people.Refused;
import dev.doorward.identity.store.StoreException;
import dev.doorward.portal.House;
import dev.doorward.server.door.Mind;
import dev.doorward.server.explain.Explain;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Runs commands on a store, inside a running server or alone. */
public final class Commands {
  /** What must stand in the audit log. */
  private static final Set<String> CHANGES =
      Set.of(
          "user.add",
          "user.password",
          "user.suspend",
          "user.resume",
          "user.remove",
          "role.grant",
          "role.revoke",
          "session.revoke",
          "token.issue",
          "token.revoke",
          "key.rotate");

  private final Audit audit;
  private final UserCommands users;
  private final SessionCommands sessions;
  private final TokenCommands tokens;
  private final Explain explain;

  /** Over these; settings are asked for anew by each command. */
  public Commands(House house, Mind mind, Supplier<Settings> settings) {
    this.audit = house.audit();
    this.users = new UserCommands(house, settings);
    this.sessions = new SessionCommands(house);
    this.tokens = new TokenCommands(house, settings);
    this.explain = new Explain(house, mind, settings);
  }

  /** Runs one. A refusal is a response; nothing is thrown for one. */
  public Response run(Request request) {
    try {
      if (CHANGES.contains(request.name())) {
        audit.ready();
      }
      return switch (request.name()) {
        case "user.add" -> Response.of(users.add(request));
        case "user.list" -> Response.of(users.list());
        case "user.show" -> Response.of(users.show(request));
        case "user.password" -> Response.of(users.password(request));
        case "user.suspend" -> Response.of(users.suspend(request));
        case "user.resume" -> Response.of(users.resume(request));
        case "user.remove" -> Response.of(users.remove(request));
        case "role.grant" -> Response.of(users.grant(request));
        case "role.revoke" -> Response.of(users.revoke(request));
        case "role.list" -> Response.of(users.roles());
        case "session.list" -> Response.of(sessions.list(request));
        case "session.revoke" -> Response.of(sessions.revoke(request));
        case "token.issue" -> Response.of(tokens.issue(request));
        case "token.list" -> Response.of(tokens.list(request));
        case "token.revoke" -> Response.of(tokens.revoke(request));
        case "key.list" -> Response.of(tokens.keys());
        case "key.rotate" -> Response.of(tokens.rotate());
        case ControlSocket.WHO -> Response.of(Map.of("pid", ProcessHandle.current().pid()));
        case "explain" -> Response.of(explain.run(request.args()));
        default -> Response.refused("this server does not know the command " + request.name());
      };
    } catch (Refused e) {
      return Response.refused(String.valueOf(e.getMessage()));
    } catch (NotKept e) {
      return Response.refused(String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      return Response.refused("nothing was changed: " + e.getMessage());
    }
  }
}
