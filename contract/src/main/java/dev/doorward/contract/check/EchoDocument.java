package dev.doorward.contract.check;

import dev.doorward.contract.wire.Answer;
import dev.doorward.contract.wire.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The echo application's document: what arrived behind the door. */
record EchoDocument(
    String method, String target, List<Field> fields, List<Field> trailers, long length) {

  static Optional<EchoDocument> of(Answer answer) {
    return ProblemDocument.parse(answer)
        .filter(root -> root.path("target").isString() && root.path("fields").isArray())
        .map(root ->
            new EchoDocument(
                root.path("method").asString(),
                root.path("target").asString(),
                lines(root.path("fields")),
                lines(root.path("trailers")),
                root.path("body").path("length").asLong(0)));
  }

  List<String> values(String name) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).map(Field::value).toList();
  }

  private static List<Field> lines(JsonNode array) {
    List<Field> lines = new ArrayList<>();
    array.forEach(l -> lines.add(new Field(l.path(0).asString(""), l.path(1).asString(""))));
    return lines;
  }
}
