package dev.doorward.servlet;

import jakarta.servlet.Servlet;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** Starts Tomcat and Jetty. */
final class Containers {
  private Containers() {}

  static Container tomcat(
      int port, Path folder, DoorwardFilter doorward, Map<String, Servlet> servlets)
      throws Exception {
    return tomcat(Listening.at(port), folder, doorward, servlets, _ -> {});
  }

  static Container tomcat(
      Listening at,
      Path folder,
      DoorwardFilter doorward,
      Map<String, Servlet> servlets,
      Consumer<Connector> more)
      throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.resolve("tomcat").toString());
    for (Connector connector : at.tomcat(folder)) {
      more.accept(connector);
      tomcat.setConnector(connector);
    }
    Context context = tomcat.addContext("", null);
    context.addServletContainerInitializer((_, c) -> Doorward.install(c, doorward), null);
    servlets.forEach((pattern, servlet) -> {
      var wrapper =
          Tomcat.addServlet(context, servlet.getClass().getSimpleName() + pattern, servlet);
      wrapper.setAsyncSupported(true);
      context.addServletMappingDecoded(pattern, servlet.getClass().getSimpleName() + pattern);
    });
    for (String code : new String[] {"404", "409", "500"}) {
      ErrorPage page = new ErrorPage();
      page.setErrorCode(code);
      page.setLocation("/error");
      context.addErrorPage(page);
    }
    tomcat.start();
    if (!context.getState().isAvailable()) {
      throw new IllegalStateException("the context did not start");
    }
    return () -> {
      tomcat.stop();
      tomcat.destroy();
    };
  }

  static Container jetty(
      Listening at, Path folder, DoorwardFilter doorward, Map<String, Servlet> servlets)
      throws Exception {
    Server server = at.jetty(folder);
    ServletContextHandler context = new ServletContextHandler("/");
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.addServletContainerInitializer((_, c) -> Doorward.install(c, doorward));
    servlets.forEach((pattern, servlet) -> {
      ServletHolder holder =
          new ServletHolder(servlet.getClass().getSimpleName() + pattern, servlet);
      holder.setAsyncSupported(true);
      context.addServlet(holder, pattern);
    });
    var errors = new org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler();
    errors.addErrorPage(404, "/error");
    errors.addErrorPage(409, "/error");
    errors.addErrorPage(500, "/error");
    context.setErrorHandler(errors);
    server.setHandler(context);
    server.start();
    return server::stop;
  }
}
