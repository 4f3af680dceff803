package dev.doorward.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A front which does what the source of Traefik's {@code ForwardAuth} does (v3, {@code
 * pkg/middlewares/auth/forward.go} and {@code forwardedheaders}), since Debian has no Traefik. The
 * configuration it stands for is {@code examples/traefik}.
 */
final class TraefikFront extends StandInFront {
  TraefikFront(FrontProcess.Ports ports) throws IOException {
    super(ports);
  }

  @Override
  boolean answer(Message request, Socket client, InputStream in) throws IOException {
    String[] line = request.first().split(" ", 3);
    List<Field> fields = forwarded(request, client);
    boolean closes =
        request.value("Connection").orElse("").toLowerCase(Locale.ROOT).contains("close");
    String path = line[1].split("\\?", 2)[0];
    if (OWN.matcher(path).matches()) {
      Message own = exchange(ports.door(), line[0], line[1], fields, request.body());
      write(client, line[0], own, closes);
      return !closes;
    }
    List<Field> question = new ArrayList<>(withoutHops(fields));
    question.removeIf(f -> f.name().equalsIgnoreCase("Content-Length"));
    question.removeIf(f -> f.name().equalsIgnoreCase("Host"));
    question.add(new Field("Host", "doorward"));
    question.add(new Field("X-Forwarded-Method", line[0]));
    question.add(new Field("X-Forwarded-Uri", line[1]));
    Message said = exchange(ports.check(), "GET", "/.doorward/check", question, new byte[0]);
    if (said.status() < 200 || said.status() > 299) {
      write(client, line[0], located(said), closes);
      return !closes;
    }
    List<Field> onward = new ArrayList<>(fields);
    for (String name : IDENTITY) {
      onward.removeIf(f -> f.name().equalsIgnoreCase(name));
      said.value(name).ifPresent(value -> onward.add(new Field(name, value)));
    }
    if (fields.stream().anyMatch(f -> f.name().equalsIgnoreCase("Upgrade"))) {
      tunnel(client, in, line, onward);
      return false;
    }
    Message answer = exchange(ports.app(), line[0], line[1], withoutHops(onward), request.body());
    List<Field> back = new ArrayList<>(answer.fields());
    said.fields().stream()
        .filter(f -> f.name().equalsIgnoreCase("Set-Cookie")) // addAuthCookiesToResponse
        .forEach(back::add);
    write(client, line[0], new Message(answer.first(), back, answer.body()), closes);
    return !closes;
  }

  /** What the example's {@code headers} middleware empties, because a client might say it. */
  private static final Set<String> EMPTIED =
      Set.of(
          "x-http-method-override",
          "x-http-method",
          "x-method-override",
          "x-original-url",
          "x-rewrite-url");

  /** {@code forwardedheaders}: what a stranger says goes, a trusted entry point appends. */
  private static List<Field> forwarded(Message request, Socket client) {
    String peer = client.getInetAddress().getHostAddress();
    boolean trusted = peer.equals("127.0.0.7");
    List<Field> fields = new ArrayList<>(request.fields());
    List<String> chain = new ArrayList<>();
    if (trusted) {
      fields.stream()
          .filter(f -> f.name().equalsIgnoreCase("X-Forwarded-For"))
          .forEach(f -> chain.add(f.value()));
    }
    fields.removeIf(f -> f.name().toLowerCase(Locale.ROOT).startsWith("x-forwarded-"));
    fields.removeIf(f -> f.name().equalsIgnoreCase("Forwarded"));
    fields.removeIf(f -> EMPTIED.contains(f.name().toLowerCase(Locale.ROOT)));
    chain.add(peer);
    fields.add(new Field("X-Forwarded-For", String.join(", ", chain)));
    fields.add(new Field("X-Forwarded-Proto", "http"));
    fields.add(new Field("X-Forwarded-Host", request.value("Host").orElse("")));
    return fields;
  }

  /** A relative Location is resolved against the address of the check. */
  private Message located(Message said) {
    List<Field> fields = new ArrayList<>();
    for (Field f : said.fields()) {
      boolean relative = f.name().equalsIgnoreCase("Location") && f.value().startsWith("/");
      fields.add(
          relative ? new Field(f.name(), "http://127.0.0.1:" + ports.check() + f.value()) : f);
    }
    return new Message(said.first(), fields, said.body());
  }
}
