package dev.doorward.cli;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document of the admin API, and whether bodies are as it says. */
final class ApiDocument {
  private static final String SELF = "https://doorward.invalid/openapi.json";
  private static final String OFFICIAL = "https://spec.openapis.org/oas/3.1/schema/2022-10-07";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  final String text;
  private final JsonNode root;
  private final SchemaRegistry registry;

  /** What an operation is called, and where it is. */
  record Operation(String id, String method, String path, JsonNode node) {}

  ApiDocument(String text) {
    this.text = text;
    this.root = JsonMapper.builder().build().readTree(text);
    this.registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(iri -> iri.equals(SELF) ? text : resource(iri)));
  }

  /** What the schema of the OpenAPI initiative objects to. */
  List<Error> objections() {
    return registry.getSchema(SchemaLocation.of(OFFICIAL)).validate(text, InputFormat.JSON);
  }

  /** All operations, by their ids. */
  Map<String, Operation> operations() {
    Map<String, Operation> all = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> each : path.getValue().properties()) {
        if (METHODS.contains(each.getKey())) {
          String id = each.getValue().get("operationId").stringValue();
          Operation operation =
              new Operation(
                  id,
                  each.getKey().toUpperCase(java.util.Locale.ROOT),
                  path.getKey(),
                  each.getValue());
          if (all.put(id, operation) != null) {
            throw new AssertionError("two operations are called " + id);
          }
        }
      }
    }
    return all;
  }

  /** Each as method and pattern of a route. */
  Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    operations()
        .values()
        .forEach(o -> routes.add(o.method() + " " + o.path().replaceAll("\\{[a-z]+\\}", "*")));
    return routes;
  }

  /** The operation which a request calls. */
  Operation called(String method, URI url) {
    return operations().values().stream()
        .filter(o -> o.method().equals(method.equals("HEAD") ? "GET" : method))
        .filter(
            o -> Pattern.matches(o.path().replaceAll("\\{[a-z]+\\}", "[^/]+"), url.getRawPath()))
        .min(java.util.Comparator.comparing(o -> o.path().contains("{")))
        .orElseThrow(() -> new AssertionError(method + " " + url + " is not in the document"));
  }

  /** What is wrong with a request's body; empty for none where none need be. */
  List<Error> ofRequest(Operation operation, @Nullable String body) {
    JsonNode said = operation.node().get("requestBody");
    if (body == null) {
      if (said != null && said.get("required").booleanValue()) {
        throw new AssertionError(operation.id() + " needs a body");
      }
      return List.of();
    }
    Objects.requireNonNull(said, operation.id() + " takes no body");
    return schema(said.get("content").get("application/json")).validate(body, InputFormat.JSON);
  }

  /** What is wrong with an answer. */
  List<Error> ofAnswer(Operation operation, int status, String contentType, String body) {
    JsonNode said = operation.node().get("responses").get(Integer.toString(status));
    Objects.requireNonNull(said, operation.id() + " is not said to answer " + status);
    JsonNode answer = said.has("$ref") ? at(said.get("$ref").stringValue()) : said;
    JsonNode content = answer.get("content");
    if (content == null) {
      if (!body.isEmpty()) {
        throw new AssertionError(operation.id() + " is said to answer nothing, not " + body);
      }
      return List.of();
    }
    JsonNode media = content.get(contentType);
    Objects.requireNonNull(media, operation.id() + " is not said to answer " + contentType);
    return schema(media)
        .validate(
            body, InputFormat.JSON, c -> c.executionConfig(e -> e.formatAssertionsEnabled(true)));
  }

  private Schema schema(JsonNode media) {
    JsonNode schema = media.get("schema");
    return schema.has("$ref")
        ? registry.getSchema(SchemaLocation.of(SELF + schema.get("$ref").stringValue()))
        : registry.getSchema(schema);
  }

  private JsonNode at(String reference) {
    return root.at(reference.substring(1));
  }

  private static @Nullable String resource(String iri) {
    if (!iri.startsWith("https://spec.openapis.org/")) {
      return null;
    }
    try (InputStream in =
        ApiDocument.class.getResourceAsStream("/" + iri.substring("https://".length()))) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
