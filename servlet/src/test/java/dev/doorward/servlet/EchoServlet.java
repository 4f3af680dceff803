package dev.doorward.servlet;

import dev.doorward.contract.echo.Echo;
import dev.doorward.contract.echo.EchoReply;
import dev.doorward.contract.echo.Received;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The contract's echo application, as a servlet. */
final class EchoServlet extends HttpServlet implements Echo {
  private static final long serialVersionUID = 1;

  private final AtomicLong count = new AtomicLong();
  private final AtomicLong virtual = new AtomicLong();

  @Override
  public long count() {
    return count.get();
  }

  /** How many of the requests it was asked on virtual threads. */
  long onVirtualThreads() {
    return virtual.get();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    count.incrementAndGet();
    if (Thread.currentThread().isVirtual()) {
      virtual.incrementAndGet();
    }
    Received received = received(request);
    if (request.getRequestURI().equals("/events")) {
      stream(response);
    }
    EchoReply reply = new EchoReply(received);
    try {
      Thread.sleep(reply.delay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    response.setStatus(reply.status());
    for (Received.Line field : reply.fields()) {
      if (field.name().equalsIgnoreCase("Content-Type")) {
        response.setContentType(field.value());
      } else if (!field.name().equalsIgnoreCase("Transfer-Encoding")) {
        response.addHeader(field.name(), field.value());
      }
    }
    if (reply.status() != 204 && reply.status() != 304) {
      response.setContentLength(reply.body().length);
      if (!request.getMethod().equals("HEAD")) {
        response.getOutputStream().write(reply.body());
      }
    }
  }

  private static void stream(HttpServletResponse response) throws IOException {
    response.setContentType("text/event-stream");
    OutputStream out = response.getOutputStream();
    for (int n = 1; ; n++) {
      out.write(("data: " + n + "\n\n").getBytes(StandardCharsets.US_ASCII));
      response.flushBuffer();
      try {
        Thread.sleep(1000);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static Received received(HttpServletRequest request) throws IOException {
    List<Received.Line> fields = new ArrayList<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        fields.add(new Received.Line(name, value));
      }
    }
    byte[] body = request.getInputStream().readAllBytes();
    String query = request.getQueryString();
    return new Received(
        request.getMethod(),
        request.getRequestURI() + (query == null ? "" : "?" + query),
        request.getProtocol(),
        fields,
        List.of(),
        body.length,
        sha256(body));
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
