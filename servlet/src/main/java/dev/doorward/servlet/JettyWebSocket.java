package dev.doorward.servlet;

import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Jetty opens WebSockets in a filter which it puts before all that are there. A stranger's
 * handshake must not be answered there before it is judged, so Doorward's has to be put before it
 * afterwards.
 */
final class JettyWebSocket {
  private static final Pattern FILTER =
      Pattern.compile(
          "org\\.eclipse\\.jetty\\.ee[0-9]+\\.websocket\\.servlet\\.WebSocketUpgradeFilter");
  private static final String BEHIND = "dev.doorward.servlet.websocket-behind";

  private JettyWebSocket() {}

  /** Remembers whether it is behind Doorward's filter, which was mapped just now. */
  static void look(ServletContext context) {
    Collection<? extends FilterRegistration> all = context.getFilterRegistrations().values();
    // A third one may have been mapped before both; then what is mapped next comes behind both.
    if (all.stream().anyMatch(JettyWebSocket::isOne) && all.size() == 2) {
      context.setAttribute(BEHIND, true);
    }
  }

  /** What is wrong where it may be before Doorward; empty where it is not, or is not there. */
  static Optional<String> mistake(ServletContext context) {
    return context.getAttribute(BEHIND) == null
            && context.getFilterRegistrations().values().stream().anyMatch(JettyWebSocket::isOne)
        ? Optional.of(
            "Jetty's WebSocketUpgradeFilter may be before Doorward and let strangers through; call"
                + " Doorward.install after WebSockets are configured, and before other filters")
        : Optional.empty();
  }

  private static boolean isOne(FilterRegistration registration) {
    return FILTER.matcher(String.valueOf(registration.getClassName())).matches();
  }
}
