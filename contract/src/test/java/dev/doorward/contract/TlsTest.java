package dev.doorward.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.contract.wire.Sending;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {

  @TempDir Path folder = Path.of("");

  @Test
  void the_name_asked_for_is_that_of_the_host_and_the_certificate_is_checked() throws Exception {
    Path ca = folder.resolve("ca.pem");
    try (SSLServerSocket server = listen(ca)) {
      BlockingQueue<String> names = new LinkedBlockingQueue<>();
      Thread.ofVirtual().start(() -> serve(server, names));
      String at = "127.0.0.1:" + server.getLocalPort();
      URI url = URI.create("https://app.test");
      try (Target target =
          Target.of(url, TestFixture.at("https://app.test"), Optional.of(at), Optional.of(ca))) {
        assertThat(target.exchanger().send(sending("app.test")).status()).isEqualTo(204);
        assertThat(names.take()).isEqualTo("app.test");
        assertThat(target.exchanger().send(sending("grafana.test")).status()).isEqualTo(204);
        assertThat(names.take()).isEqualTo("grafana.test");
        assertThatThrownBy(() -> target.exchanger().send(sending("other.test")))
            .isInstanceOf(IOException.class);
      }
    }
  }

  private static Sending sending(String name) {
    byte[] request =
        ("GET / HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    return Sending.of(InetAddress.ofLiteral("127.1.2.3"), request).to(name);
  }

  private static void serve(SSLServerSocket server, BlockingQueue<String> names) {
    while (!server.isClosed()) {
      try (SSLSocket socket = (SSLSocket) server.accept()) {
        socket.startHandshake();
        InputStream in = socket.getInputStream();
        in.read(new byte[4096]);
        names.add(
            new String(
                ((ExtendedSSLSession) socket.getSession())
                    .getRequestedServerNames()
                    .getFirst()
                    .getEncoded(),
                StandardCharsets.US_ASCII));
        socket
            .getOutputStream()
            .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // A client which does not trust us, or the end.
      }
    }
  }

  private SSLServerSocket listen(Path ca) throws Exception {
    Path store = folder.resolve("store.p12");
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=test",
        "-ext",
        "san=dns:app.test,dns:grafana.test",
        "-keystore",
        store.toString());
    keytool("-exportcert", "-rfc", "-file", ca.toString(), "-keystore", store.toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "secret".toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "test", "-storepass", "secret", "-storetype", "PKCS12"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(0);
  }
}
