package dev.hourglass.examples;

import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.serve.ModelServer;
import dev.hourglass.serve.ServerOptions;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.anomaly.DetectorOptions;
import dev.hourglass.tasks.anomaly.Regime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fits a detector, serves it, and asks it as any program would. */
public final class ServeOverHttp {
  private static final int ROWS = 1_000;

  private ServeOverHttp() {}

  /** Runs it; table and model go to the folder {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length == 0 ? "target" : args[0]);
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Path log = Files.write(folder.resolve("kettle.csv"), kettleLog());
    Path model = folder.resolve("kettle.safetensors");
    Detector.fit(
            DataReader.read(log, ReadOptions.defaults()),
            DetectorOptions.of(Regime.NORMAL),
            kernels)
        .save(model);

    SequencedMap<String, Path> models = new LinkedHashMap<>();
    models.put("kettle", model);
    try (ModelServer server = ModelServer.start(ServerOptions.local(0), models, kernels);
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri =
          URI.create("http://127.0.0.1:%d/models/kettle/score?explain=1".formatted(server.port()));
      ask(client, uri, "a usual row", "{\"heat\": 60, \"pressure\": 72}");
      ask(client, uri, "an odd row", "{\"heat\": 60, \"pressure\": 20}");
      ask(client, uri, "half a row", "{\"heat\": 60}");
    }
  }

  private static void ask(HttpClient client, URI uri, String what, String row) throws IOException {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(uri)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(row))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      System.out.printf(
          "%s: %d%s%s%n",
          what,
          response.statusCode(),
          part(response.body(), "\"flagged\":(\\w+)", ", flagged: "),
          part(response.body(), "\"column\":\"(\\w+)\"", ", because of "));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String part(String body, String pattern, String before) {
    Matcher matcher = Pattern.compile(pattern).matcher(body);
    return matcher.find() ? before + matcher.group(1) : "";
  }

  private static List<String> kettleLog() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>(List.of("heat,pressure"));
    for (int i = 0; i < ROWS; i++) {
      double heat = random.nextDouble(40, 90);
      lines.add(
          String.format(
              Locale.ROOT, "%.2f,%.3f", heat, 0.02 * heat * heat + random.nextGaussian()));
    }
    return lines;
  }
}
