package dev.doorward.spring;

import dev.doorward.servlet.Caller;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * A caller as Spring Security knows people. Authorities are {@code ROLE_} and each role, each
 * permission as it is, and {@code SCOPE_} and each scope of a token.
 */
public final class CallerAuthentication extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1;

  private final transient Caller caller;

  CallerAuthentication(Caller caller) {
    super(authorities(caller));
    this.caller = caller;
    super.setAuthenticated(true);
  }

  private static List<GrantedAuthority> authorities(Caller caller) {
    List<GrantedAuthority> all = new ArrayList<>();
    caller.roles().forEach(role -> all.add(new SimpleGrantedAuthority("ROLE_" + role)));
    caller.permissions().forEach(name -> all.add(new SimpleGrantedAuthority(name)));
    caller.scopes().forEach(scope -> all.add(new SimpleGrantedAuthority("SCOPE_" + scope)));
    return all;
  }

  /** Nothing: what was presented is not kept. */
  @Override
  public Object getCredentials() {
    return "";
  }

  @Override
  public Caller getPrincipal() {
    return caller;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CallerAuthentication that && that.caller.equals(caller);
  }

  @Override
  public int hashCode() {
    return caller.hashCode();
  }
}
