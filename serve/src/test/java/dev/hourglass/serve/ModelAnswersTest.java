package dev.hourglass.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.base.Json;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.NpyFile;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What models answer over the wire, beside what they answer here. */
class ModelAnswersTest {
  @TempDir static Path folder;

  private static ServedModels served;

  @BeforeAll
  static void start() {
    served = new ServedModels(folder);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Test
  void scores_are_the_detectors_however_rows_come() {
    SequencedMap<String, String> row = new LinkedHashMap<>();
    row.put("flow", "3.5");
    row.put("depth", "");
    row.put("valve", "shut");
    double expected = served.detector().score(row).score();
    assertThat(
            ServedModels.score(
                ServedModels.list(served.answer("/score", ServedModels.GOOD), "scores").getFirst()))
        .isEqualTo(expected);
    for (String body :
        List.of(
            "[" + ServedModels.GOOD + "]",
            "{\"rows\": [" + ServedModels.GOOD + "]}",
            "[3.5, null, \"shut\"]",
            "[[\"3.5\", \"\", \"shut\"]]")) {
      assertThat(
              ServedModels.score(
                  ServedModels.list(served.answer("/models/pump/score", body), "scores")
                      .getFirst()))
          .as(body)
          .isEqualTo(expected);
    }
    HttpResponse<String> csv =
        served.post("/score", "text/csv", "flow,depth,valve\n3.5,,shut\n4,16,open\n");
    assertThat(ServedModels.score(ServedModels.list(Json.object(csv.body()), "scores").getFirst()))
        .isEqualTo(expected);
    assertThat(ServedModels.list(Json.object(csv.body()), "scores")).hasSize(2);
  }

  @Test
  void flagged_rows_are_explained_where_that_is_asked_for() {
    String odd = "{\"flow\": 8, \"depth\": 1, \"valve\": \"open\"}";
    Map<String, Object> row =
        ServedModels.list(served.answer("/score?explain=2", odd), "scores").getFirst();
    assertThat(row).containsEntry("flagged", true);
    assertThat(ServedModels.list(row, "because"))
        .hasSizeBetween(1, 2)
        .first()
        .satisfies(why -> assertThat(why).containsKeys("column", "seen", "expected"));
    assertThat(ServedModels.list(served.answer("/score", odd), "scores").getFirst())
        .doesNotContainKey("because");
  }

  @Test
  void codes_and_reconstructions_are_the_models_in_every_form() throws Exception {
    Digits others = Digits.generate(2, 9);
    float[][] rows = {others.row(0), others.row(1)};
    StringBuilder json = new StringBuilder("[");
    for (float[] row : rows) {
      json.append(json.length() > 1 ? "," : "").append(Arrays.toString(row));
    }
    json.append(']');
    Path npy = folder.resolve("rows.npy");
    NpyFile.write(npy, rows);
    float[] expected = served.digits().autoencoder().encode(rows[1]);
    @SuppressWarnings("unchecked")
    List<List<Number>> codes =
        (List<List<Number>>) served.answer("/models/digits/encode", json.toString()).get("codes");
    for (int unit = 0; unit < expected.length; unit++) {
      assertThat(codes.get(1).get(unit).floatValue()).isCloseTo(expected[unit], within(1e-4f));
    }
    HttpResponse<byte[]> array =
        ServedModels.CLIENT.send(
            ServedModels.at(served.server(), "/models/digits/reconstruct")
                .header("Content-Type", "application/x-npy")
                .header("Accept", "application/x-npy")
                .POST(HttpRequest.BodyPublishers.ofFile(npy))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(array.statusCode()).isEqualTo(200);
    RawData.Array rebuilt = NpyFile.read("answer", array.body());
    assertThat(rebuilt.size()).isEqualTo(2);
    assertThat(rebuilt.samples().features()).isEqualTo(784);
    HttpResponse<String> csv =
        ServedModels.send(
            ServedModels.at(served.server(), "/models/digits/encode")
                .header("Accept", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(json.toString()))
                .build());
    assertThat(csv.body()).startsWith("z0,z1,z2,z3\n").hasLineCount(3);
  }

  @Test
  void what_is_most_alike_is_found_in_an_index() {
    String row = Arrays.toString(Digits.generate(200, 1).row(7));
    @SuppressWarnings("unchecked")
    List<List<Map<String, Object>>> found =
        (List<List<Map<String, Object>>>)
            served.answer("/models/digits/nearest?k=3", row).get("neighbours");
    assertThat(found).hasSize(1);
    assertThat(found.getFirst()).hasSize(3);
    assertThat(((Number) found.getFirst().getFirst().get("distance")).doubleValue())
        .isLessThan(1e-3);
  }

  @Test
  void a_server_tells_what_it_is_and_how_it_goes() {
    assertThat(served.get("/health").body()).contains("\"up\"");
    assertThat(served.get("/ready").statusCode()).isEqualTo(200);
    assertThat(served.get("/models").body())
        .contains("\"pump\"", "\"digits\"", "\"nearest\"")
        .doesNotContain(folder.toString());
    assertThat(Json.object(served.get("/openapi.json").body()))
        .containsEntry("openapi", "3.0.3")
        .extractingByKey("paths")
        .asString()
        .contains("/models/pump/score", "/models/digits/nearest");
    served.answer("/score", ServedModels.GOOD);
    assertThat(served.get("/metrics").body())
        .contains("# TYPE hourglass_requests_total counter")
        .contains("hourglass_requests_total{operation=\"score\",status=\"200\"}")
        .contains(
            "hourglass_request_seconds_bucket{model=\"pump\",operation=\"score\",le=\"+Inf\"}");
  }
}
