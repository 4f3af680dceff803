package dev.doorward.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.Requests;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract's table "Client kinds": the first match counts. */
class ClientKindTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GRPC  | POST | content-type: application/grpc",
        "GRPC  | POST | content-type: Application/gRPC-web+proto; sec-fetch-mode: cors",
        "GRPC  | POST | content-type: application/grpc; upgrade: websocket",
        "WS    | GET  | upgrade: websocket; sec-fetch-mode: websocket",
        "WS    | GET  | upgrade: foo, WebSocket",
        "API   | GET  | upgrade: h2c",
        "NAV   | GET  | sec-fetch-mode: navigate; sec-fetch-dest: document; accept: */*",
        "NAV   | POST | sec-fetch-mode: navigate; sec-fetch-dest: document",
        "NAV   | GET  | sec-fetch-mode: navigate; sec-fetch-dest: empty",
        "NAV   | GET  | sec-fetch-mode: navigate",
        "NAV   | GET  | sec-fetch-mode: navigate; authorization: Basic x",
        "FRAME | GET  | sec-fetch-mode: navigate; sec-fetch-dest: iframe",
        "FRAME | GET  | sec-fetch-mode: navigate; sec-fetch-dest: frame",
        "FRAME | GET  | sec-fetch-mode: navigate; sec-fetch-dest: embed",
        "FRAME | GET  | sec-fetch-mode: navigate; sec-fetch-dest: object",
        "FRAME | GET  | sec-fetch-mode: navigate; sec-fetch-dest: fencedframe",
        "XHR   | GET  | sec-fetch-mode: cors; sec-fetch-dest: empty; accept: text/html",
        "XHR   | GET  | sec-fetch-mode: cors",
        "XHR   | GET  | sec-fetch-mode: same-origin; sec-fetch-dest: webidentity",
        "SUB   | GET  | sec-fetch-mode: no-cors; sec-fetch-dest: image",
        "SUB   | GET  | sec-fetch-mode: no-cors; sec-fetch-dest: script",
        "SUB   | GET  | sec-fetch-mode: cors; sec-fetch-dest: font",
        "SUB   | GET  | sec-fetch-mode: no-cors; sec-fetch-dest: style; x-requested-with: XMLHttpRequest",
        "XHR   | GET  | x-requested-with: XMLHttpRequest; accept: text/html",
        "XHR   | POST | x-requested-with: xmlhttprequest; authorization: Bearer x",
        "API   | GET  | x-requested-with: com.example.app",
        "API   | GET  | authorization: Bearer x; accept: text/html",
        "API   | GET  | dpop: x; accept: text/html",
        "API   | POST | accept: text/html",
        "API   | OPTIONS | accept: text/html",
        "SSE   | GET  | accept: text/event-stream",
        "SSE   | GET  | accept: text/html, TEXT/event-stream",
        "NAV   | GET  | accept: text/html,application/xhtml+xml,*/*;q=0.8",
        "NAV   | HEAD | accept: application/xhtml+xml",
        "NAV   | GET  | accept: Text/HTML;q=0.5, application/json;q=0.5",
        "API   | GET  | accept: text/html;q=0.5, application/json",
        "API   | GET  | accept: text/html;q=0.5, application/problem+json;q=0.6",
        "API   | GET  | accept: text/html;q=0",
        "API   | GET  | accept: text/html;q=junk",
        "API   | GET  | accept: text/html;q=NaN",
        "API   | GET  | accept: text/html;q=2",
        "API   | GET  | accept: text/htmlx",
        "API   | GET  | accept: */*",
        "API   | GET  | accept: application/json",
        "API   | GET  | ",
      })
  void theKindIsToldByTheFirstMatch(ClientKind kind, String method, String fields) {
    Requests request = Requests.of(method, "/me");
    if (fields != null) {
      // A semicolon also stands inside Accept; fields are parted by one with a space behind it.
      for (String field : fields.split("; (?=[a-z-]+: )", -1)) {
        int colon = field.indexOf(':');
        request = request.with(field.substring(0, colon), field.substring(colon + 1).strip());
      }
    }

    assertThat(ClientKind.of(request.facts())).isEqualTo(kind);
  }
}
