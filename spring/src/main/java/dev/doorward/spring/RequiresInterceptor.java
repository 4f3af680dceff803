package dev.doorward.spring;

import dev.doorward.servlet.Doorward;
import dev.doorward.servlet.Requires;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.web.servlet.HandlerInterceptor;

/** Holds a request against what its handler requires. */
final class RequiresInterceptor implements HandlerInterceptor {
  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      return true; // an error page tells what became of a request, and asks nothing of it (C230)
    }
    List<Requires> asked = Asked.by(handler);
    return asked.isEmpty() || Doorward.admits(request, response, asked);
  }
}
