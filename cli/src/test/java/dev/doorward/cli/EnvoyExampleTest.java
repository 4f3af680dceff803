package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.request.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The examples for Envoy are what the stand-ins play, and name all that a decision may read. */
class EnvoyExampleTest {
  private static Object http = Map.of();
  private static Object grpc = Map.of();

  @BeforeAll
  static void read() throws Exception {
    http = read("envoy.yaml");
    grpc = read("envoy-grpc.yaml");
  }

  private static Object read(String name) throws Exception {
    Path file = Path.of(System.getProperty("doorward.root", ".."), "examples/envoy", name);
    return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
  }

  static List<Object> both() {
    return List.of(http, grpc);
  }

  @Test
  void c316_everyFieldThatMayDecideIsAllowed() {
    List<String> allowed = values(only(http, "allowed_headers"), "exact");
    assertThat(allowed).isEqualTo(EnvoyHttpFront.ALLOWED);
    Set<Field> elsewhere =
        EnumSet.of(
            Field.AUTHORIZATION, // always told
            Field.CONTENT_LENGTH, // of the question's own
            Field.TRANSFER_ENCODING,
            Field.UPGRADE, // known by its key
            Field.FORWARDED, // removed, as the chain is told by the other field
            Field.X_REQUEST_ID);
    assertThat(allowed)
        .containsAll(
            Arrays.stream(Field.values())
                .filter(field -> !elsewhere.contains(field))
                .map(Field::wire)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("both")
  void whatAClientSaysAboutItselfIsRemovedBeforeAnybodyIsAsked(Object example) {
    assertThat(values(only(example, "request_mutations"), "remove")).isEqualTo(EnvoyFront.REMOVED);
    List<Object> filters = all(example, "http_filters");
    assertThat(values(filters, "name"))
        .containsExactly("claims", "envoy.filters.http.ext_authz", "envoy.filters.http.router");
  }

  @ParameterizedTest
  @MethodSource("both")
  void c314_c315_itFailsClosedAndBlamesNobody(Object example) {
    assertThat(only(example, "failure_mode_allow")).isEqualTo(false);
    assertThat(only(example, "status_on_error")).isEqualTo(Map.of("code", "ServiceUnavailable"));
    assertThat(all(example, "allowed_client_headers")).isEmpty();
  }

  @Test
  void overHttpItAsksAtOurPath() {
    assertThat(only(http, "path_prefix")).isEqualTo("/.doorward/check");
    assertThat(all(http, "grpc_service")).isEmpty();
  }

  @Test
  void byGrpcEveryFieldIsToldAndTheClusterSpeaksHttp2() {
    assertThat(only(grpc, "encode_raw_headers")).isEqualTo(true);
    assertThat(only(grpc, "envoy_grpc")).isEqualTo(Map.of("cluster_name", "doorward_check"));
    for (String unset :
        List.of("http_service", "allowed_headers", "disallowed_headers", "with_request_body")) {
      assertThat(all(grpc, unset)).as(unset).isEmpty();
    }
    List<Object> speaking = new ArrayList<>();
    for (Object cluster : (List<?>) only(grpc, "clusters")) {
      if (!all(cluster, "http2_protocol_options").isEmpty()) {
        speaking.addAll(all(cluster, "name"));
      }
    }
    assertThat(speaking).containsExactly("doorward_check");
  }

  private static Object only(Object example, String key) {
    List<Object> found = all(example, key);
    assertThat(found).as(key).hasSize(1);
    return found.getFirst();
  }

  private static List<String> values(Object in, String key) {
    return all(in, key).stream().map(Object::toString).toList();
  }

  /** Every value of that key, wherever it stands. */
  private static List<Object> all(Object in, String key) {
    List<Object> found = new ArrayList<>();
    if (in instanceof Map<?, ?> map) {
      map.forEach((name, value) -> {
        if (name.equals(key)) {
          found.add(value);
        }
        found.addAll(all(value, key));
      });
    } else if (in instanceof List<?> list) {
      list.forEach(each -> found.addAll(all(each, key)));
    }
    return found;
  }
}
