package dev.doorward.portal;

import dev.doorward.core.audit.Audit;
import dev.doorward.identity.password.PasswordRules;
import dev.doorward.identity.password.Passwords;
import dev.doorward.identity.people.Users;
import dev.doorward.identity.session.Endings;
import dev.doorward.identity.session.Sessions;
import dev.doorward.identity.signin.Devices;
import dev.doorward.identity.signin.LoopGuard;
import dev.doorward.identity.signin.PasswordCheck;
import dev.doorward.oauth.key.Keys;
import dev.doorward.oauth.token.Tokens;
import java.time.InstantSource;

/** The services which the portal's endpoints use. */
public record House(
    Users users,
    Sessions sessions,
    Endings endings,
    Passwords passwords,
    PasswordRules rules,
    PasswordCheck check,
    Devices devices,
    LoopGuard loops,
    Tokens tokens,
    Keys keys,
    Audit audit,
    InstantSource clock) {
  /** The same, whose events are kept otherwise. */
  public House with(Audit other) {
    return new House(
        users, sessions, endings, passwords, rules, check, devices, loops, tokens, keys, other,
        clock);
  }
}
