package dev.doorward.spring;

import dev.doorward.servlet.Doorward;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Puts a caller who is known into Spring Security's context. An application with filter chains of
 * its own adds it to each: {@code http.addFilterAfter(new CallerContextFilter(),
 * SecurityContextHolderFilter.class)}.
 */
public final class CallerContextFilter extends OncePerRequestFilter {
  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Doorward.callerIfAny(request)
        .filter(caller -> caller.isKnown())
        .ifPresent(caller -> {
          SecurityContext context = SecurityContextHolder.createEmptyContext();
          context.setAuthentication(new CallerAuthentication(caller));
          SecurityContextHolder.setContext(context);
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
