package dev.doorward.servlet;

import jakarta.servlet.Servlet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.catalina.startup.Tomcat;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** A Spring Boot application with Doorward's starter, and servlets beside its own. */
final class BootContainer {
  private BootContainer() {}

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  private static final String TOMCAT =
      "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration";
  private static final String JETTY =
      "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration";

  static Container onTomcat(
      int port, Path folder, DoorwardFilter doorward, Map<String, Servlet> servlets)
      throws Exception {
    return start(port, doorward, servlets, Map.of("spring.autoconfigure.exclude", JETTY));
  }

  static Container onJetty(
      int port, Path folder, DoorwardFilter doorward, Map<String, Servlet> servlets)
      throws Exception {
    return start(port, doorward, servlets, Map.of("spring.autoconfigure.exclude", TOMCAT));
  }

  private static Container start(
      int port, DoorwardFilter doorward, Map<String, Servlet> servlets, Map<String, Object> more)
      throws Exception {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("server.port", port);
    properties.put("server.address", "127.0.0.1");
    properties.put("server.max-http-request-header-size", "64KB");
    properties.put("server.tomcat.relaxed-path-chars", "<,>,[,\\,],^,`,{,|,},\"");
    properties.put("server.tomcat.relaxed-query-chars", "<,>,[,\\,],^,`,{,|,},\"");
    properties.put("spring.main.banner-mode", "off");
    properties.put("logging.level.root", "warn");
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Application.class)
            .properties(properties)
            .initializers(c -> {
              GenericApplicationContext generic = (GenericApplicationContext) c;
              generic.registerBean("doorwardFilter", DoorwardFilter.class, () -> doorward);
              servlets.forEach((pattern, servlet) ->
                  generic.registerBean(
                      "servlet" + pattern,
                      ServletRegistrationBean.class,
                      () -> registration(pattern, servlet)));
            })
            .run();
    passEncodedSlashes(context);
    return context::close;
  }

  private static ServletRegistrationBean<Servlet> registration(String pattern, Servlet servlet) {
    ServletRegistrationBean<Servlet> registration = new ServletRegistrationBean<>(servlet, pattern);
    registration.setName("servlet" + pattern);
    registration.setAsyncSupported(true);
    return registration;
  }

  /** The types of servers are in other packages in each major of Spring Boot. */
  private static void passEncodedSlashes(ConfigurableApplicationContext context) throws Exception {
    Object server = context.getClass().getMethod("getWebServer").invoke(context);
    if (server.getClass().getSimpleName().equals("TomcatWebServer")) {
      Tomcat tomcat = (Tomcat) server.getClass().getMethod("getTomcat").invoke(server);
      tomcat.getConnector().setEncodedSolidusHandling("passthrough");
    } else {
      JettyPaths.pass(server.getClass().getMethod("getServer").invoke(server));
    }
  }
}
