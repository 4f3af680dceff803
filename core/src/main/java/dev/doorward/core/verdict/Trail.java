package dev.doorward.core.verdict;

import dev.doorward.core.may.Decision;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.route.Access;
import dev.doorward.core.route.Behind;
import dev.doorward.core.route.Origin;
import dev.doorward.core.route.Route;
import dev.doorward.core.route.Site;
import dev.doorward.core.where.Client;
import dev.doorward.core.who.Caller;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Scheme;

/**
 * Whence a request comes and which route it takes: what is known before anybody is asked who it is.
 */
public record Trail(RequestFacts facts, Client from, Route route) {
  /** A verdict for which no credential was read. */
  public Verdict ends(Decision decision) {
    return ends(Credential.None.UNREAD, decision);
  }

  /** A verdict for which nobody was asked. */
  public Verdict ends(Credential credential, Decision decision) {
    return new Verdict(this, credential, Caller.Anonymous.ANONYMOUS, decision);
  }

  /** How refusals are worded here. */
  public Access.Style style() {
    return route.access() instanceof Access.Guarded g ? g.style() : Access.Style.PLAIN;
  }

  /** Whether the route takes that scheme. */
  public boolean accepts(Scheme scheme) {
    return route.access() instanceof Access.Guarded g && g.accepts().has(scheme);
  }

  /** Whether the route leads to an endpoint of our own with that trait. */
  public boolean is(Behind.Trait trait) {
    return route.behind() instanceof Behind.Own own && own.traits().contains(trait);
  }

  /**
   * Whether that origin is the very host asked, never another site's (C131). On a loopback listener
   * each of its names is its own.
   */
  public boolean asked(String origin) {
    return asked().toString().equals(origin);
  }

  /** Scheme, host and port as this request asked for them. */
  public Origin asked() {
    String scheme = route.site().origin().scheme();
    return facts
        .target()
        .host()
        .map(host -> new Origin(scheme, Origin.canonical(scheme, host)))
        .orElse(route.site().origin());
  }

  /**
   * Where sign-in can lead back to: the host asked, or the site as it is called where the request
   * came by another name of a loopback listener, to which nobody is led (C128).
   */
  public Origin back() {
    return route.site().isCalled(asked()) ? asked() : named();
  }

  /** The site as browsers call it under the host asked. */
  public Origin named() {
    Site site = route.site();
    return facts.target().host().map(site::at).orElse(site.origin());
  }
}
