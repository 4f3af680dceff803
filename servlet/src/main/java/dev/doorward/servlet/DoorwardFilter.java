package dev.doorward.servlet;

import dev.doorward.config.ConfigException;
import dev.doorward.face.shared.Witness;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before everything else of an application. Register it with {@link Doorward#install}, or by
 * hand for {@code /*}, all dispatcher types, with asynchronous requests supported and before all
 * other filters. It is configured by {@code doorward.yaml}; the init parameter {@code config} names
 * another file, or one on the class path as {@code classpath:NAME}.
 */
public final class DoorwardFilter implements Filter {
  private static final Logger LOG = LoggerFactory.getLogger(DoorwardFilter.class);
  static final String INSTALLED = "dev.doorward.servlet.installed";

  private static final String CONFIG = "config";
  private static final String INSIDE = "dev.doorward.servlet.inside";

  private final String named;
  private final Witness more;
  private @Nullable Inside house;
  private @Nullable ServletContext in;

  /** Configured by its init parameter, or else by the file it finds. */
  public DoorwardFilter() {
    this("");
  }

  /**
   * Configured by that file.
   *
   * @param config a path, or a name behind {@code classpath:}; empty for the file it finds
   */
  public DoorwardFilter(String config) {
    this(config, Witness.all(List.of()));
  }

  /**
   * The same, with somebody who is told of every verdict and answer.
   *
   * @param config a path, or a name behind {@code classpath:}; empty for the file it finds
   */
  public DoorwardFilter(String config, Witness more) {
    this.named = config;
    this.more = more;
  }

  /**
   * Opens store, key and logs.
   *
   * @throws ServletException with every mistake in the configuration, each with its line and remedy
   */
  @Override
  public void init(FilterConfig config) throws ServletException {
    ServletContext context = config.getServletContext();
    if (!context.getContextPath().isEmpty()) {
      throw new ServletException(
          "Doorward answers for a whole host, /.doorward/ too: deploy the application as the root"
              + " context, not below "
              + context.getContextPath());
    }
    if (context.getAttribute(INSIDE) != null) {
      throw new ServletException(
          "Doorward is inside this application already, and a second filter would judge nothing");
    }
    Optional<String> mistake = JettyWebSocket.mistake(context);
    if (mistake.isPresent()) {
      if (context.getAttribute(INSTALLED) != null) {
        throw new ServletException(mistake.get());
      }
      LOG.warn(mistake.get()); // whoever registered by hand may have put it behind by hand
    }
    String file = Optional.ofNullable(config.getInitParameter(CONFIG)).orElse(named);
    try {
      house = Inside.open(context, ConfigFile.find(file, loader(context)), System.getenv(), more);
      context.setAttribute(INSIDE, this);
      in = context;
    } catch (ConfigException e) {
      throw new ServletException("the configuration is refused:\n" + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      throw new ServletException("Doorward cannot start: " + e.getMessage(), e);
    }
  }

  /** Of a context without a loader of its own, the one which the container set. */
  private static ClassLoader loader(ServletContext context) {
    return Optional.ofNullable(context.getClassLoader())
        .or(() -> Optional.ofNullable(Thread.currentThread().getContextClassLoader()))
        .orElseGet(DoorwardFilter.class::getClassLoader);
  }

  /**
   * Reads a configuration and does nothing with it, for frameworks which want to know of mistakes
   * before a container starts.
   *
   * @param config as for the constructor
   * @throws ConfigException with every mistake, each with its line and remedy
   * @throws IOException when there is no such file
   */
  public static void examine(String config, ClassLoader loader)
      throws ConfigException, IOException {
    var _ = ConfigFile.find(config, loader).read(System.getenv());
  }

  /** Whether the container has initialised it. */
  public boolean isInitialised() {
    return house != null;
  }

  /**
   * What is wrong, in words for an operator; empty when nothing is. Asks the store.
   *
   * @throws IllegalStateException before it is initialised
   */
  public Optional<String> trouble() {
    return house().trouble();
  }

  /**
   * Whether what a handler asks can be understood.
   *
   * @throws IllegalArgumentException for a word which the file does not know, with the remedy
   * @throws IllegalStateException before it is initialised
   */
  public void check(List<Requires> asked) {
    var _ = house().handlers().together(asked);
  }

  Inside house() {
    Inside open = house;
    if (open == null) {
      throw new IllegalStateException("Doorward's filter is not initialised");
    }
    return open;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest req)
        || !(response instanceof HttpServletResponse res)) {
      throw new ServletException("Doorward stands before HTTP alone");
    }
    Optional<Visit> visit = Visit.of(req);
    if (visit.isPresent()) {
      FilterChain guarded =
          isWrapped(req) ? chain : (q, r) -> house().inherit(visit.get(), req, res, chain);
      if (req.getDispatcherType() == DispatcherType.ASYNC) {
        house().resume(visit.get(), req, res, guarded);
      } else {
        guarded.doFilter(req, res); // within another dispatch, where a refusal is answered
      }
    } else if (req.getDispatcherType() == DispatcherType.ERROR) {
      // The container refused it before anybody was asked: its own answer, to nobody known.
      chain.doFilter(new StrangersRequest(req), res);
    } else {
      judged(req, res, chain);
    }
  }

  private void judged(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Entered entered = new Entered(chain);
    try {
      house().serve(request, response, entered);
    } catch (RuntimeException e) {
      if (entered.isEntered() || response.isCommitted()) {
        throw e; // the application's own, which it answers itself
      }
      response.reset();
      house().failed(request, response, e);
    }
  }

  private static boolean isWrapped(ServletRequest request) {
    ServletRequest each = request;
    while (each instanceof ServletRequestWrapper wrapper) {
      if (wrapper instanceof GuardedRequest) {
        return true;
      }
      each = wrapper.getRequest();
    }
    return false;
  }

  @Override
  public void destroy() {
    Inside open = house;
    house = null;
    if (open != null) {
      open.close();
      Optional.ofNullable(in).ifPresent(context -> context.removeAttribute(INSIDE));
      in = null;
      Leftovers.clear();
      LOG.debug("closed");
    }
  }

  /** Knows whether the application was entered. */
  private static final class Entered implements FilterChain {
    private final FilterChain chain;
    private boolean entered;

    Entered(FilterChain chain) {
      this.chain = chain;
    }

    boolean isEntered() {
      return entered;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response)
        throws IOException, ServletException {
      entered = true;
      chain.doFilter(request, response);
    }
  }
}
