package dev.doorward.face.control;

import dev.doorward.config.Settings;
import dev.doorward.core.audit.Audit;
import dev.doorward.core.audit.NotKept;
import dev.doorward.face.explain.Explain;
import dev.doorward.face.shared.Mind;
import dev.doorward.identity.people.Refused;
import dev.doorward.identity.store.StoreException;
import dev.doorward.portal.House;
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
          "user.change",
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
      return Response.of(perform(request));
    } catch (Refused e) {
      return Response.refused(String.valueOf(e.getMessage()));
    } catch (NotKept e) {
      return Response.refused(String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      return Response.refused("nothing was changed: " + e.getMessage());
    }
  }

  /**
   * Runs one; returns a JSON-like value.
   *
   * @throws Refused when it cannot be done; nothing was changed
   * @throws NotKept when the audit log cannot be written; says whether something was changed
   * @throws StoreException when the store cannot be reached; nothing was changed
   */
  public Object perform(Request request) {
    if (CHANGES.contains(request.name())) {
      audit.ready();
    }
    return switch (request.name()) {
      case "user.add" -> users.add(request);
      case "user.list" -> users.list(request);
      case "user.show" -> users.show(request);
      case "user.password" -> users.password(request);
      case "user.change" -> users.change(request);
      case "user.suspend" -> users.suspend(request);
      case "user.resume" -> users.resume(request);
      case "user.remove" -> users.remove(request);
      case "role.grant" -> users.grant(request);
      case "role.revoke" -> users.revoke(request);
      case "role.list" -> users.roles();
      case "session.list" -> sessions.list(request);
      case "session.show" -> sessions.show(request);
      case "session.revoke" -> sessions.revoke(request);
      case "token.issue" -> tokens.issue(request);
      case "token.list" -> tokens.list(request);
      case "token.show" -> tokens.show(request);
      case "token.revoke" -> tokens.revoke(request);
      case "key.list" -> tokens.keys();
      case "key.rotate" -> tokens.rotate();
      case ControlSocket.WHO -> Map.of("pid", ProcessHandle.current().pid());
      case "explain" -> explain.run(request.args());
      default -> throw new Refused("this server does not know the command " + request.name());
    };
  }
}
