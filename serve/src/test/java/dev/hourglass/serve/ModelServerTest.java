package dev.hourglass.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.base.Json;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.NpyFile;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.search.IndexBuilder;
import dev.hourglass.search.IndexData;
import dev.hourglass.search.IndexOptions;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Regime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server asked over the wire, by clients good and bad. */
class ModelServerTest {
  private static final Kernels KERNELS = KernelLadder.climb(KernelChoice.PORTABLE);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String GOOD = "{\"flow\": 3.5, \"depth\": null, \"valve\": \"shut\"}";

  @TempDir static Path folder;

  private static RawData.Table table;
  private static Detector detector;
  private static ModelFile.Model digits;
  private static ModelServer server;

  @BeforeAll
  static void start() {
    table = table();
    detector = Detector.fit(table, DetectorOptions.of(Regime.NORMAL), KERNELS);
    detector.save(folder.resolve("pump.safetensors"));
    Digits samples = Digits.generate(200, 1);
    TrainingResult result =
        new Trainer(Training.defaults().withEpochs(1), KERNELS)
            .train(Preset.UNDERCOMPLETE.blueprint(samples.shape(), Stages.of(16), 4), samples);
    digits =
        new ModelFile.Model(
            result.autoencoder(),
            Preparation.none(samples.shape()),
            Training.defaults(),
            result.provenance(samples, Optional.empty()));
    IndexBuilder.of(folder.resolve("digits.index"), KERNELS)
        .build(
            digits,
            IndexData.of(new RawData.Array(samples, NumberKind.BYTES), digits),
            IndexOptions.defaults());
    server = ModelServer.start(ServerOptions.local(0), files(), KERNELS);
  }

  private static SequencedMap<String, Path> files() {
    SequencedMap<String, Path> files = new LinkedHashMap<>();
    files.put("pump", folder.resolve("pump.safetensors"));
    files.put("digits", folder.resolve("digits.index"));
    return files;
  }

  private static RawData.Table table() {
    Random random = new Random(4);
    double[] flow = random.doubles(300, 0, 9).toArray();
    double[] depth = new double[300];
    int[] valve = new int[300];
    for (int i = 0; i < 300; i++) {
      depth[i] = i % 11 == 0 ? Double.NaN : flow[i] * flow[i];
      valve[i] = flow[i] > 4 ? 1 : 0;
    }
    return new RawData.Table(
        List.of(
            new Column.Numeric("flow", flow),
            new Column.Numeric("depth", depth),
            new Column.Categorical("valve", valve, List.of("open", "shut"))),
        true,
        IntStream.rangeClosed(1, 300).toArray(),
        Optional.empty(),
        "memory");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpRequest.Builder at(ModelServer asked, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + asked.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResponse<String> post(String path, String type, String body) {
    return send(
        at(server, path)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static Map<String, Object> answer(String path, String body) {
    HttpResponse<String> response = post(path, "application/json", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Json.object(response.body());
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> answer, String name) {
    return (List<Map<String, Object>>) answer.get(name);
  }

  private static double score(Map<String, Object> row) {
    return ((Number) row.get("score")).doubleValue();
  }

  // ---- answers ----

  @Test
  void scores_are_the_detectors_however_rows_come() {
    SequencedMap<String, String> row = new LinkedHashMap<>();
    row.put("flow", "3.5");
    row.put("depth", "");
    row.put("valve", "shut");
    double expected = detector.score(row).score();
    assertThat(score(list(answer("/score", GOOD), "scores").getFirst())).isEqualTo(expected);
    for (String body :
        List.of(
            "[" + GOOD + "]",
            "{\"rows\": [" + GOOD + "]}",
            "[3.5, null, \"shut\"]",
            "[[\"3.5\", \"\", \"shut\"]]")) {
      assertThat(score(list(answer("/models/pump/score", body), "scores").getFirst()))
          .as(body)
          .isEqualTo(expected);
    }
    HttpResponse<String> csv =
        post("/score", "text/csv", "flow,depth,valve\n3.5,,shut\n4,16,open\n");
    assertThat(score(list(Json.object(csv.body()), "scores").getFirst())).isEqualTo(expected);
    assertThat(list(Json.object(csv.body()), "scores")).hasSize(2);
  }

  @Test
  void flagged_rows_are_explained_where_that_is_asked_for() {
    String odd = "{\"flow\": 8, \"depth\": 1, \"valve\": \"open\"}";
    Map<String, Object> row = list(answer("/score?explain=2", odd), "scores").getFirst();
    assertThat(row).containsEntry("flagged", true);
    assertThat(list(row, "because"))
        .hasSizeBetween(1, 2)
        .first()
        .satisfies(why -> assertThat(why).containsKeys("column", "seen", "expected"));
    assertThat(list(answer("/score", odd), "scores").getFirst()).doesNotContainKey("because");
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
    float[] expected = digits.autoencoder().encode(rows[1]);
    @SuppressWarnings("unchecked")
    List<List<Number>> codes =
        (List<List<Number>>) answer("/models/digits/encode", json.toString()).get("codes");
    for (int unit = 0; unit < expected.length; unit++) {
      assertThat(codes.get(1).get(unit).floatValue()).isCloseTo(expected[unit], within(1e-4f));
    }
    HttpResponse<byte[]> array =
        CLIENT.send(
            at(server, "/models/digits/reconstruct")
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
        send(
            at(server, "/models/digits/encode")
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
            answer("/models/digits/nearest?k=3", row).get("neighbours");
    assertThat(found).hasSize(1);
    assertThat(found.getFirst()).hasSize(3);
    assertThat(((Number) found.getFirst().getFirst().get("distance")).doubleValue())
        .isLessThan(1e-3);
  }

  @Test
  void a_server_tells_what_it_is_and_how_it_goes() {
    assertThat(send(at(server, "/health").build()).body()).contains("\"up\"");
    assertThat(send(at(server, "/ready").build()).statusCode()).isEqualTo(200);
    assertThat(send(at(server, "/models").build()).body())
        .contains("\"pump\"", "\"digits\"", "\"nearest\"")
        .doesNotContain(folder.toString());
    assertThat(Json.object(send(at(server, "/openapi.json").build()).body()))
        .containsEntry("openapi", "3.0.3")
        .extractingByKey("paths")
        .asString()
        .contains("/models/pump/score", "/models/digits/nearest");
    answer("/score", GOOD);
    assertThat(send(at(server, "/metrics").build()).body())
        .contains("# TYPE hourglass_requests_total counter")
        .contains("hourglass_requests_total{operation=\"score\",status=\"200\"}")
        .contains(
            "hourglass_request_seconds_bucket{model=\"pump\",operation=\"score\",le=\"+Inf\"}");
  }

  // ---- refusals ----

  @Test
  void what_is_wrong_with_a_request_is_said() {
    Map<String, String> wrong =
        Map.of(
            "",
            "the body is empty",
            "{",
            "the body is no JSON",
            "[]",
            "there are no rows",
            "{\"flow\": 1}",
            "row 1 lacks the column 'depth'; give null where it is missing",
            "[" + GOOD + ", {\"flow\": \"x\"}]",
            "row 2, column 'flow': 'x' is no number",
            "[[1, 2]]",
            "row 1 has 2 cells, but the model takes 3 columns",
            "[[1e999, 2, \"open\"]]",
            "1e999 is no finite number",
            GOOD + "5",
            "more behind the JSON document");
    wrong.forEach(
        (body, reason) -> {
          HttpResponse<String> response = post("/score", "application/json", body);
          assertThat(response.statusCode()).as(body).isEqualTo(400);
          assertThat(Json.object(response.body()).get("error").toString()).contains(reason);
        });
    assertThat(post("/score", "image/png", "x").statusCode()).isEqualTo(415);
    assertThat(post("/nothing", "application/json", GOOD).statusCode()).isEqualTo(404);
    assertThat(post("/models/pumps/score", "application/json", GOOD).body())
        .contains("no model 'pumps'");
    assertThat(post("/models/pump/nearest", "application/json", GOOD).body())
        .contains("does not answer 'nearest', but encode, reconstruct, score");
    assertThat(post("/score?explain=x", "application/json", GOOD).statusCode()).isEqualTo(400);
    assertThat(send(at(server, "/score").build()).headers().firstValue("Allow")).contains("POST");
    assertThat(post("/models/digits/encode", "application/x-npy", "no array").statusCode())
        .isEqualTo(400);
  }

  @Test
  void of_many_malformed_requests_each_is_refused_and_the_next_good_one_answered() {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      StringBuilder body = new StringBuilder(GOOD);
      int changes = 1 + random.nextInt(4);
      for (int c = 0; c < changes; c++) {
        body.setCharAt(
            random.nextInt(body.length()), "{}[]\",:x\u0000\u20ac".charAt(random.nextInt(10)));
      }
      String path = random.nextInt(3) == 0 ? "/models/digits/encode" : "/score";
      int status =
          post(path, random.nextBoolean() ? "application/json" : "text/csv", body.toString())
              .statusCode();
      assertThat(status).as(body.toString()).isIn(200, 400, 404, 413, 415);
      assertThat(status < 500).isTrue();
    }
    assertThat(answer("/score", GOOD)).containsKey("scores");
  }

  @Test
  void what_is_no_http_is_refused_and_half_a_body_holds_nobody_up() throws IOException {
    for (String raw :
        List.of(
            "GARBAGE\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
            "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
            "POST /score HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "GET /models HTTP/1.1\r\nHost: evil.example\r\n\r\n")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write(raw.getBytes(StandardCharsets.UTF_8));
        assertThat(head(socket.getInputStream())).as(raw).startsWith("HTTP/1.1 4");
      }
    }
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket
            .getOutputStream()
            .write(
                "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"
                    .getBytes(StandardCharsets.UTF_8));
        slow.add(socket);
      }
      assertThat(answer("/score", GOOD)).containsKey("scores");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    byte[] bytes = new byte[12];
    return new String(bytes, 0, Math.max(0, in.readNBytes(bytes, 0, 12)), StandardCharsets.UTF_8);
  }

  @Test
  void rows_and_bytes_have_limits() {
    ServerOptions options = ServerOptions.local(0).withLimits(new RequestLimits(1_000, 2, 10_000));
    try (ModelServer small = ModelServer.start(options, files(), KERNELS)) {
      for (String body : List.of("[" + GOOD + "," + GOOD + "," + GOOD + "]", " ".repeat(1_001))) {
        HttpResponse<String> response =
            send(at(small, "/score").POST(HttpRequest.BodyPublishers.ofString(body)).build());
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("send fewer");
      }
    }
  }

  // ---- who may ask ----

  @Test
  void with_a_token_only_its_bearer_is_answered() {
    ServerOptions options = ServerOptions.local(0).withToken("a-token-of-some-length");
    try (ModelServer guarded = ModelServer.start(options, files(), KERNELS)) {
      assertThat(send(at(guarded, "/models").build()).statusCode()).isEqualTo(401);
      assertThat(
              send(at(guarded, "/models").header("Authorization", "Bearer no").build())
                  .statusCode())
          .isEqualTo(401);
      assertThat(
              send(at(guarded, "/models")
                      .header("Authorization", "Bearer a-token-of-some-length")
                      .build())
                  .statusCode())
          .isEqualTo(200);
      assertThat(send(at(guarded, "/health").build()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void elsewhere_than_on_this_machine_it_listens_only_with_a_token() throws IOException {
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");
    assertThatThrownBy(
            () -> new ServerOptions(everywhere, 0, Optional.empty(), RequestLimits.defaults()))
        .hasMessageContaining("option 'token-file'");
    assertThatThrownBy(() -> ServerOptions.local(0).withToken("short"))
        .hasMessageContaining("at least 16");
    assertThatThrownBy(
            () -> ModelServer.start(ServerOptions.local(server.port()), files(), KERNELS))
        .hasMessageContaining("cannot listen at port " + server.port())
        .hasMessageContaining("option 'port'");
  }

  // ---- reading again, and the end ----

  @Test
  void a_model_is_read_again_without_a_request_lost() throws Exception {
    Path file = folder.resolve("again.safetensors");
    detector.save(file);
    SequencedMap<String, Path> files = new LinkedHashMap<>();
    files.put("again", file);
    files.put("digits", folder.resolve("digits.index"));
    AtomicInteger failed = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    try (ModelServer reloaded = ModelServer.start(ServerOptions.local(0), files, KERNELS)) {
      Thread asking =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                      HttpRequest request =
                          at(reloaded, "/score")
                              .POST(HttpRequest.BodyPublishers.ofString(GOOD))
                              .build();
                      try {
                        failed.addAndGet(
                            CLIENT
                                        .send(request, HttpResponse.BodyHandlers.discarding())
                                        .statusCode()
                                    == 200
                                ? 0
                                : 1);
                        asked.incrementAndGet();
                      } catch (IOException _) {
                        failed.incrementAndGet();
                      } catch (InterruptedException _) {
                        return;
                      }
                    }
                  });
      HttpRequest reload =
          at(reloaded, "/models/again/reload").POST(HttpRequest.BodyPublishers.noBody()).build();
      for (int i = 0; i < 3; i++) {
        assertThat(send(reload).statusCode()).isEqualTo(200);
      }
      Files.writeString(file, "broken");
      HttpResponse<String> refused = send(reload);
      assertThat(refused.statusCode()).isEqualTo(500);
      assertThat(refused.body()).contains("the old one stays").doesNotContain(folder.toString());
      assertThat(
              send(at(reloaded, "/models/digits/reload")
                      .POST(HttpRequest.BodyPublishers.noBody())
                      .build())
                  .statusCode())
          .isEqualTo(200);
      asking.interrupt();
      asking.join();
      assertThat(asked.get()).isPositive();
      assertThat(failed.get()).isZero();
      assertThat(
              send(at(reloaded, "/score").POST(HttpRequest.BodyPublishers.ofString(GOOD)).build())
                  .statusCode())
          .isEqualTo(200);
    }
  }
}
