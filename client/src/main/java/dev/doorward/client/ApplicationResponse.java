package dev.doorward.client;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * The application's answer, to the request as the caller made it: without the token, so that it may
 * be logged.
 */
record ApplicationResponse<T>(HttpResponse<?> received, HttpRequest request, T body)
    implements HttpResponse<T> {
  @Override
  public int statusCode() {
    return received.statusCode();
  }

  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return received.headers();
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return received.sslSession();
  }

  @Override
  public URI uri() {
    return received.uri();
  }

  @Override
  public Version version() {
    return received.version();
  }

  @Override
  public String toString() {
    return received.toString();
  }
}
