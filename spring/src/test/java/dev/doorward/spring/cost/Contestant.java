package dev.doorward.spring.cost;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.doorward.cli.Main;
import dev.doorward.servlet.Doorward;
import dev.doorward.servlet.DoorwardFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.ContextLoaderListener;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

/**
 * The same servlet, 1 KiB, on the same Tomcat: alone, behind Doorward's filter, or behind Spring
 * Security's resource server.
 */
public final class Contestant {
  private Contestant() {}

  /** Answers with as much as the other rows of the benchmark. */
  private static final class Page extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final byte[] TEXT = "x".repeat(1024).getBytes(StandardCharsets.US_ASCII);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain");
      response.setContentLength(TEXT.length);
      response.getOutputStream().write(TEXT);
    }
  }

  /** A resource server as its documentation has it, with the keys at hand. */
  @Configuration
  @EnableWebSecurity
  static class ResourceServer {
    @Bean
    SecurityFilterChain rules(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
          .csrf(csrf -> csrf.disable())
          .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
          .oauth2ResourceServer(server -> server.jwt(jwt -> {}))
          .build();
    }

    @Bean
    JwtDecoder decoder() throws Exception {
      DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
      processor.setJWSTypeVerifier(
          new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(
              JWSAlgorithm.ES256,
              new ImmutableJWKSet<>(JWKSet.load(Path.of(System.getProperty("jwks")).toFile()))));
      NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
      decoder.setJwtValidator(
          new DelegatingOAuth2TokenValidator<>(
              new JwtTimestampValidator(), new JwtTypeValidator("at+jwt")));
      return decoder;
    }
  }

  /** Arguments: {@code bare}, {@code doorward} or {@code spring-security}; the port; a folder. */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[1]);
    Path folder = Path.of(args[2]);
    System.setProperty("jwks", folder.resolve("jwks.json").toString());
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.resolve("tomcat-" + args[0]).toString());
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "page", new Page());
    context.addServletMappingDecoded("/", "page");
    context.addServletContainerInitializer(
        (_, servlets) -> register(args[0], servlets, port, folder), null);
    tomcat.start();
    if (args[0].equals("doorward")) {
      people(port, folder);
    }
    System.out.println("ready");
    Thread.currentThread().join();
  }

  private static void register(String kind, ServletContext servlets, int port, Path folder) {
    switch (kind) {
      case "bare" -> {}
      case "doorward" -> {
        Path file = folder.resolve("doorward.yaml");
        StringBuilder yaml =
            new StringBuilder(
                "origin: http://127.0.0.1:" + port + "\nroles:\n  user: []\nroutes:\n");
        for (int i = 0; i < 1000; i++) {
          yaml.append("  - { path: /r").append(i).append("/**, access: signed-in }\n");
        }
        try {
          Files.writeString(file, yaml);
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        Doorward.install(servlets, new DoorwardFilter(file.toString()));
      }
      case "spring-security" -> {
        AnnotationConfigWebApplicationContext beans = new AnnotationConfigWebApplicationContext();
        beans.register(ResourceServer.class);
        servlets.addListener(new ContextLoaderListener(beans));
        servlets
            .addFilter(
                "springSecurityFilterChain", new DelegatingFilterProxy("springSecurityFilterChain"))
            .addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
      }
      default -> throw new IllegalArgumentException(kind);
    }
  }

  /** Leaves a token and the keys for all. */
  private static void people(int port, Path folder) throws Exception {
    String file = folder.resolve("doorward.yaml").toString();
    System.setIn(new ByteArrayInputStream("a long enough one\n".getBytes(StandardCharsets.UTF_8)));
    PrintStream before = System.out;
    try (PrintStream token = new PrintStream(folder.resolve("token").toFile())) {
      Main.run("user", "add", "alice", "--role", "user", "--password-stdin", "-c", file);
      System.setOut(token);
      Main.run("token", "issue", "--user", "alice", "--lifetime", "12h", "-c", file);
    } finally {
      System.setOut(before);
    }
    try (var http = java.net.http.HttpClient.newHttpClient()) {
      var keys =
          http.send(
              java.net.http.HttpRequest.newBuilder(
                      java.net.URI.create("http://127.0.0.1:" + port + "/.doorward/oauth/jwks"))
                  .build(),
              java.net.http.HttpResponse.BodyHandlers.ofString());
      Files.writeString(folder.resolve("jwks.json"), keys.body());
    }
  }
}
