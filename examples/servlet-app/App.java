import dev.doorward.servlet.Doorward;
import dev.doorward.servlet.Requires;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

public class App extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().println("Hello, " + Doorward.caller(request));
  }

  @Override
  @Requires(permission = "articles:write")
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().println("Written by " + request.getRemoteUser());
  }

  public static Tomcat start(int port, String config) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setPort(port);
    tomcat.getEngine().setParentClassLoader(App.class.getClassLoader());
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "app", new App());
    context.addServletMappingDecoded("/", "app");
    context.addServletContainerInitializer(
        (types, servlets) ->
            Doorward.install(servlets, new dev.doorward.servlet.DoorwardFilter(config)),
        null);
    tomcat.start();
    return tomcat;
  }
}
