package dev.doorward.spring;

import dev.doorward.servlet.Doorward;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;

/** What Spring Security's method checks refuse, answered as Doorward answers. */
public final class SecurityRefusals {
  private SecurityRefusals() {}

  /** 401 for a stranger, with how to prove who he is. */
  public static void prove(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    refuse(request, response);
  }

  /** 403 for whoever is known. */
  public static void refuse(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    refuse(request, response);
  }

  private static void refuse(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Doorward.callerIfAny(request).isPresent()) {
      Doorward.refuse(request, response, "spring-security");
    } else {
      response.sendError(HttpServletResponse.SC_FORBIDDEN); // our filter does not stand here
    }
  }
}
