package dev.hourglass.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.table.TableSchema.ColumnKind;
import dev.hourglass.data.table.TableSchema.ColumnType;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.search.Neighbour;
import dev.hourglass.search.Question;
import dev.hourglass.search.SearchIndex;
import dev.hourglass.tasks.anomaly.Contribution;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lets a model answer. */
final class Answers {
  private Answers() {}

  static Answer of(
      Operation operation, ServedModel.Loaded loaded, RawData rows, RequestQuery query) {
    return switch (operation) {
      case ENCODE -> encode(loaded, rows);
      case RECONSTRUCT -> reconstruct(loaded, rows);
      case SCORE -> score(loaded.detector().orElseThrow(), rows, query.explain());
      case NEAREST ->
          nearest(
              loaded.index().orElseThrow(),
              codes(loaded, rows),
              Question.nearest(query.neighbours()));
    };
  }

  /** A few rows one by one, which costs least; more on all processors. */
  private static float[][] codes(ServedModel.Loaded loaded, RawData rows) {
    Autoencoder model = loaded.model().autoencoder();
    Dataset samples = loaded.model().preparation().apply(rows);
    return samples.size() == 1 && model.blueprint().condition().isEmpty()
        ? new float[][] {model.encode(TensorSamples.copyOf(samples).row(0))}
        : model.encode(samples).toArray();
  }

  private static Answer encode(ServedModel.Loaded loaded, RawData rows) {
    float[][] codes = codes(loaded, rows);
    return new Answer(
        codes.length,
        "codes",
        (json, row) -> {
          json.writeStartArray();
          for (float value : codes[row]) {
            json.writeNumber(value);
          }
          json.writeEndArray();
        },
        IntStream.range(0, loaded.model().autoencoder().codeSize())
            .mapToObj(unit -> "z" + unit)
            .toList(),
        row ->
            IntStream.range(0, codes[row].length)
                .mapToObj(unit -> Float.toString(codes[row][unit]))
                .toList(),
        Optional.of(
            row ->
                IntStream.range(0, codes[row].length).mapToDouble(u -> codes[row][u]).toArray()));
  }

  // ---- reconstructions ----

  private static Answer reconstruct(ServedModel.Loaded loaded, RawData rows) {
    Preparation preparation = loaded.model().preparation();
    Autoencoder model = loaded.model().autoencoder();
    Dataset samples = preparation.apply(rows);
    Tensor rebuilt = model.reconstruct(samples);
    boolean hasErrors = model.blueprint().objective().target().isEmpty();
    double[] errors = hasErrors ? model.reconstructionErrors(samples) : new double[0];
    List<ColumnType> columns = preparation.schema().columns();
    boolean isTable = preparation.isTable();
    List<String> header =
        isTable
            ? columns.stream().map(ColumnType::name).toList()
            : IntStream.range(0, preparation.inputShape().features())
                .mapToObj(i -> "x" + i)
                .toList();
    return new Answer(
        rebuilt.rows(),
        "reconstructions",
        (json, row) -> {
          json.writeStartObject();
          if (hasErrors) {
            json.writeNumberField("error", errors[row]);
          }
          json.writeFieldName("row");
          if (isTable) {
            writeCells(json, columns, preparation.original(rebuilt.row(row)));
          } else {
            json.writeArray(preparation.unscale(rebuilt.row(row)), 0, header.size());
          }
          json.writeEndObject();
        },
        header,
        row -> preparation.original(rebuilt.row(row)),
        isTable ? Optional.empty() : Optional.of(row -> preparation.unscale(rebuilt.row(row))));
  }

  private static void writeCells(JsonGenerator json, List<ColumnType> columns, List<String> cells)
      throws IOException {
    json.writeStartObject();
    for (int c = 0; c < cells.size(); c++) {
      json.writeFieldName(columns.get(c).name());
      if (columns.get(c).kind() instanceof ColumnKind.Numeric) {
        json.writeNumber(cells.get(c));
      } else {
        json.writeString(cells.get(c));
      }
    }
    json.writeEndObject();
  }

  // ---- scores ----

  private static Answer score(Detector detector, RawData rows, int explain) {
    double[] scores = detector.scores(rows);
    List<Verdict> verdicts = new ArrayList<>();
    List<List<Contribution>> reasons = new ArrayList<>();
    for (int row = 0; row < scores.length; row++) {
      Verdict verdict = detector.verdict(scores[row]);
      verdicts.add(verdict);
      reasons.add(
          explain > 0 && verdict.flagged() ? detector.explain(rows, row, explain) : List.of());
    }
    List<String> header = List.of("score", "flagged", "percentile", "pValue");
    return new Answer(
        scores.length,
        "scores",
        (json, row) -> write(json, verdicts.get(row), reasons.get(row)),
        explain > 0 ? Stream.concat(header.stream(), Stream.of("because")).toList() : header,
        row -> cells(verdicts.get(row), reasons.get(row), explain > 0),
        Optional.empty());
  }

  private static void write(JsonGenerator json, Verdict verdict, List<Contribution> reasons)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("score", verdict.score());
    json.writeBooleanField("flagged", verdict.flagged());
    json.writeNumberField("percentile", verdict.percentile());
    json.writeNumberField("pValue", verdict.pValue());
    if (!reasons.isEmpty()) {
      json.writeArrayFieldStart("because");
      for (Contribution reason : reasons) {
        json.writeStartObject();
        json.writeStringField("column", reason.column());
        json.writeStringField("seen", reason.seen());
        json.writeStringField("expected", reason.expected());
        json.writeNumberField("share", reason.share());
        json.writeNumberField("alone", reason.alone());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static List<String> cells(
      Verdict verdict, List<Contribution> reasons, boolean isExplained) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                Double.toString(verdict.score()),
                Boolean.toString(verdict.flagged()),
                Double.toString(verdict.percentile()),
                Double.toString(verdict.pValue())));
    if (isExplained) {
      cells.add(
          String.join(
              "; ",
              reasons.stream()
                  .map(r -> "%s: %s, expected %s".formatted(r.column(), r.seen(), r.expected()))
                  .toList()));
    }
    return cells;
  }

  // ---- neighbours ----

  private static Answer nearest(SearchIndex index, float[][] codes, Question question) {
    List<List<Neighbour>> found = new ArrayList<>();
    for (float[] code : codes) {
      found.add(index.nearest(code, question));
    }
    return new Answer(
        codes.length,
        "neighbours",
        (json, row) -> write(json, found.get(row)),
        List.of("ids", "distances"),
        row ->
            List.of(
                String.join(" ", found.get(row).stream().map(n -> n.item().id()).toList()),
                String.join(
                    " ", found.get(row).stream().map(n -> Double.toString(n.distance())).toList())),
        Optional.empty());
  }

  private static void write(JsonGenerator json, List<Neighbour> neighbours) throws IOException {
    json.writeStartArray();
    for (Neighbour neighbour : neighbours) {
      json.writeStartObject();
      json.writeStringField("id", neighbour.item().id());
      if (neighbour.item().label().isPresent()) {
        json.writeStringField("label", neighbour.item().label().get());
      }
      json.writeNumberField("distance", neighbour.distance());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
