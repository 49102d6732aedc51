package dev.hourglass.serve;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** A detector and an index behind a server, and how they are asked. */
final class ServedModels implements AutoCloseable {
  static final Kernels KERNELS = KernelLadder.climb(KernelChoice.PORTABLE);
  static final HttpClient CLIENT = HttpClient.newHttpClient();
  static final String GOOD = "{\"flow\": 3.5, \"depth\": null, \"valve\": \"shut\"}";

  private final Path folder;
  private final Detector detector;
  private final ModelFile.Model digits;
  private final ModelServer server;

  /** Makes the models in a folder, and serves them. */
  ServedModels(Path folder) {
    this.folder = folder;
    this.detector = Detector.fit(table(), DetectorOptions.of(Regime.NORMAL), KERNELS);
    detector.save(folder.resolve("pump.safetensors"));
    Digits samples = Digits.generate(200, 1);
    TrainingResult result =
        new Trainer(Training.defaults().withEpochs(1), KERNELS)
            .train(Preset.UNDERCOMPLETE.blueprint(samples.shape(), Stages.of(16), 4), samples);
    this.digits =
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
    this.server = ModelServer.start(ServerOptions.local(0), files(), KERNELS);
  }

  /** The detector behind {@code pump}, which is the first. */
  Detector detector() {
    return detector;
  }

  /** The model inside the index {@code digits}. */
  ModelFile.Model digits() {
    return digits;
  }

  ModelServer server() {
    return server;
  }

  SequencedMap<String, Path> files() {
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

  static HttpRequest.Builder at(ModelServer asked, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + asked.port() + path));
  }

  static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send(at(server, path).build());
  }

  HttpResponse<String> post(String path, String type, String body) {
    return send(
        at(server, path)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  Map<String, Object> answer(String path, String body) {
    HttpResponse<String> response = post(path, "application/json", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Json.object(response.body());
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> list(Map<String, Object> answer, String name) {
    return (List<Map<String, Object>>) answer.get(name);
  }

  static double score(Map<String, Object> row) {
    return ((Number) row.get("score")).doubleValue();
  }

  @Override
  public void close() {
    server.close();
  }
}
