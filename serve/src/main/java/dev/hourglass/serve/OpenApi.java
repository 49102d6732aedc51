package dev.hourglass.serve;

import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.table.TableSchema.ColumnKind;
import dev.hourglass.data.table.TableSchema.ColumnType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What there is to ask, as people and as programs read it. */
final class OpenApi {
  private OpenApi() {}

  /** A model in short. */
  static Map<String, Object> describe(String name, ServedModel.Loaded loaded) {
    Map<String, Object> map = new LinkedHashMap<>();
    Preparation preparation = loaded.model().preparation();
    map.put("name", name);
    map.put("operations", loaded.operations().stream().map(Operation::label).toList());
    map.put("code", loaded.model().autoencoder().codeSize());
    if (preparation.isTable()) {
      map.put("columns", columns(preparation));
    } else {
      map.put("sample", preparation.inputShape().text());
      map.put("features", preparation.inputShape().features());
    }
    loaded.detector().ifPresent(detector -> map.put("threshold", detector.threshold()));
    loaded.index().ifPresent(index -> map.put("items", index.size()));
    return map;
  }

  /** The OpenAPI document. */
  static Map<String, Object> of(Collection<ServedModel> models) {
    SequencedMap<String, Object> paths = new LinkedHashMap<>();
    for (ServedModel model : models) {
      model.with(
          loaded -> {
            Map<String, Object> row = row(loaded.model().preparation());
            for (Operation operation : loaded.operations()) {
              paths.put(
                  "/models/%s/%s".formatted(model.name(), operation.label()),
                  Map.of("post", operation(operation, row)));
            }
            return paths;
          });
      paths.put(
          "/models/" + model.name(), Map.of("get", answer("What the model takes and answers")));
      paths.put(
          "/models/%s/reload".formatted(model.name()),
          Map.of("post", answer("Reads the model's file again; no request is lost")));
    }
    paths.put("/models", Map.of("get", answer("All models")));
    paths.put("/health", Map.of("get", answer("Whether the server is up")));
    paths.put("/ready", Map.of("get", answer("Whether it takes requests")));
    paths.put("/metrics", Map.of("get", answer("Counters in Prometheus's text format")));
    SequencedMap<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.0.3");
    document.put("info", Map.of("title", "Hourglass", "version", "1"));
    document.put("paths", paths);
    return document;
  }

  private static Map<String, Object> answer(String summary) {
    return Map.of("summary", summary, "responses", Map.of("200", Map.of("description", "Done")));
  }

  private static Map<String, Object> operation(Operation operation, Map<String, Object> row) {
    Map<String, Object> rows = Map.of("type", "array", "items", row);
    Map<String, Object> wrapped =
        Map.of("type", "object", "required", List.of("rows"), "properties", Map.of("rows", rows));
    Map<String, Object> content = new LinkedHashMap<>();
    content.put(RequestRows.JSON, Map.of("schema", Map.of("oneOf", List.of(wrapped, rows, row))));
    content.put(RequestRows.CSV, Map.of("schema", Map.of("type", "string")));
    content.put(RequestRows.NPY, Map.of("schema", Map.of("type", "string", "format", "binary")));
    Map<String, Object> map = new LinkedHashMap<>(answer("Answers " + operation.meaning()));
    map.put("requestBody", Map.of("required", true, "content", content));
    map.put(
        "responses",
        Map.of(
            "200", Map.of("description", "An answer for each row, in their order"),
            "4XX",
                Map.of("description", "What is wrong with the request, as {\"error\": reason}")));
    List<Object> parameters = new ArrayList<>();
    switch (operation) {
      case SCORE -> parameters.add(parameter("explain", "columns named for each flagged row"));
      case NEAREST -> parameters.add(parameter("k", "items for each row"));
      case ENCODE, RECONSTRUCT -> {}
    }
    map.put("parameters", parameters);
    return map;
  }

  private static Map<String, Object> parameter(String name, String meaning) {
    return Map.of(
        "name", name, "in", "query", "description", meaning, "schema", Map.of("type", "integer"));
  }

  /** The schema of a row. */
  private static Map<String, Object> row(Preparation preparation) {
    if (!preparation.isTable()) {
      int features = preparation.inputShape().features();
      return Map.of(
          "type",
          "array",
          "items",
          Map.of("type", "number"),
          "minItems",
          features,
          "maxItems",
          features);
    }
    SequencedMap<String, Object> properties = new LinkedHashMap<>();
    preparation
        .schema()
        .columns()
        .forEach(
            column ->
                properties.put(
                    column.name(),
                    Map.of(
                        "type",
                        column.kind() instanceof ColumnKind.Numeric ? "number" : "string",
                        "nullable",
                        true)));
    return Map.of("type", "object", "properties", properties, "required", columns(preparation));
  }

  private static List<String> columns(Preparation preparation) {
    return preparation.schema().columns().stream().map(ColumnType::name).toList();
  }
}
