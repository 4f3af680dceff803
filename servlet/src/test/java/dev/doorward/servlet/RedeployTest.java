package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.Addresses;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.FreePort;
import jakarta.servlet.ServletContext;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application which is taken away leaves nothing of Doorward behind. */
class RedeployTest {
  @TempDir Path folder;

  /** Shows an application what its container would: the Servlet API and the container itself. */
  private static final class OfContainer extends ClassLoader {
    OfContainer() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("jakarta.") || name.startsWith("org.apache.")) {
        return RedeployTest.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }

  @Test
  void noThreadAndNoClassLoaderIsLeft() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    WeakReference<ClassLoader> gone = deployAndTakeAway();
    List<String> left = new ArrayList<>();
    Soon.holds(() -> {
      System.gc();
      left.clear();
      left.addAll(
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> !before.contains(thread))
              .filter(thread -> isOfDoorward(thread))
              .map(Thread::getName)
              .collect(Collectors.toList()));
      assertThat(left).as("threads left").isEmpty();
      assertThat(gone.get()).as("the class loader").isNull();
    });
  }

  /** The container's own and the JDK's may stay. */
  private static boolean isOfDoorward(Thread thread) {
    ClassLoader its = thread.getClass().getClassLoader();
    ClassLoader context = thread.getContextClassLoader();
    return its != null && its != RedeployTest.class.getClassLoader()
        || context instanceof URLClassLoader
        || thread.getName().startsWith("doorward");
  }

  /** Signs in too, so that native code, drivers and hashing threads were at work. */
  private WeakReference<ClassLoader> deployAndTakeAway() throws Exception {
    int port = FreePort.next();
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(
        file,
        Fixture.DEFAULT.yaml(Addresses.plain(port, "http://127.0.0.1:9"))
            + "\naudit: audit.jsonl\naccess-log: access.log\n");
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!entry.contains("tomcat") && !entry.contains("jetty") && !entry.contains("servlet-api")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), new OfContainer());
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.resolve("tomcat").toString());
    Connector connector = new Connector();
    connector.setPort(port);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "echo", new EchoServlet());
    context.addServletMappingDecoded("/", "echo");
    context.setParentClassLoader(loader);
    context.addServletContainerInitializer((_, c) -> install(loader, c, file), null);
    tomcat.start();
    assertThat(context.getState().isAvailable()).isTrue();
    assertThat(ask(port, "GET", "/me", "")).isEqualTo(401);
    assertThat(ask(port, "POST", "/.doorward/login", "{\"username\":\"no\",\"password\":\"body\"}"))
        .isEqualTo(401);
    tomcat.stop();
    tomcat.destroy();
    loader.close();
    return new WeakReference<>(loader);
  }

  private static void install(ClassLoader loader, ServletContext context, Path file) {
    try {
      Class<?> filter = loader.loadClass(DoorwardFilter.class.getName());
      Class<?> doorward = loader.loadClass(Doorward.class.getName());
      assertThat(filter).isNotEqualTo(DoorwardFilter.class);
      Object made = filter.getConstructor(String.class).newInstance(file.toString());
      doorward.getMethod("install", ServletContext.class, filter).invoke(null, context, made);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int ask(int port, String method, String path, String body) throws Exception {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setRequestMethod(method);
    if (!body.isEmpty()) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
    return connection.getResponseCode();
  }
}
