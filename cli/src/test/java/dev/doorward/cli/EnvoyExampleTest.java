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
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The example for Envoy is what the stand-in plays, and names all that a decision may read. */
class EnvoyExampleTest {
  private static Object example = Map.of();

  @BeforeAll
  static void read() throws Exception {
    Path file = Path.of(System.getProperty("doorward.root", ".."), "examples/envoy/envoy.yaml");
    example = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
  }

  @Test
  void c316_everyFieldThatMayDecideIsAllowed() {
    List<String> allowed = values(only("allowed_headers"), "exact");
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

  @Test
  void whatAClientSaysAboutItselfIsRemovedBeforeAnybodyIsAsked() {
    assertThat(values(only("request_mutations"), "remove")).isEqualTo(EnvoyHttpFront.REMOVED);
    List<Object> filters = all(example, "http_filters");
    assertThat(values(filters, "name"))
        .containsExactly("claims", "envoy.filters.http.ext_authz", "envoy.filters.http.router");
  }

  @Test
  void c314_c315_itFailsClosedAndBlamesNobody() {
    assertThat(only("failure_mode_allow")).isEqualTo(false);
    assertThat(only("status_on_error")).isEqualTo(Map.of("code", "ServiceUnavailable"));
    assertThat(only("path_prefix")).isEqualTo("/.doorward/check");
    assertThat(all(example, "allowed_client_headers")).isEmpty();
  }

  private static Object only(String key) {
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
