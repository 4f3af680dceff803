package dev.doorward.spring;

import dev.doorward.servlet.Caller;
import dev.doorward.servlet.Doorward;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Leaves a caller who is known where every filter chain of Spring Security finds him, an
 * application's own too: in the request, of which they read their context first.
 */
final class CallerContextFilter extends OncePerRequestFilter {
  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Doorward.callerIfAny(request)
        .filter(Caller::isKnown)
        .ifPresent(caller -> {
          SecurityContext context = SecurityContextHolder.createEmptyContext();
          context.setAuthentication(new CallerAuthentication(caller));
          request.setAttribute(
              RequestAttributeSecurityContextRepository.DEFAULT_REQUEST_ATTR_NAME, context);
        });
    chain.doFilter(request, response);
  }

  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }
}
