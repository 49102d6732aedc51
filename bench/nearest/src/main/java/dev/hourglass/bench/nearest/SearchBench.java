package dev.hourglass.bench.nearest;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.bench.PeakMemory;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.generate.CodeMixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Builds an index of many codes, asks it, and prints a line: seconds to build, share of the ten
 * nearest that are found, median time of a question, most memory the process ever had.
 *
 * <p>The codes are drawn from a mixture of Gaussians that was fitted to the codes of 20,000 drawn
 * digits, so that they lie as codes do and can be had in any number.
 */
public final class SearchBench {
  private static final int CODE = 32;
  private static final int SAMPLES = 20_000;
  private static final int EPOCHS = 5;
  private static final int GAUSSIANS = 30;
  private static final int NEAREST = 10;
  private static final long SEED = 1;

  private SearchBench() {}

  /** Arguments: contestant, codes, questions, folder for what it writes. */
  public static void main(String[] args) throws IOException {
    int count = Integer.parseInt(args[1]);
    int questions = Integer.parseInt(args[2]);
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Digits digits = Digits.generate(SAMPLES, SEED);
    Training training = Training.defaults().withEpochs(EPOCHS);
    ModelFile.Model model =
        new Trainer(training, kernels)
            .train(Preset.UNDERCOMPLETE.blueprint(digits.shape(), List.of(128), CODE), digits)
            .model(Preparation.none(digits.shape()), training, digits);
    Tensor drawn =
        CodeMixture.fit(model.autoencoder().encode(digits), GAUSSIANS, SEED, kernels)
            .draw(count + 2 * questions, 1, SEED, kernels);
    try (Contestant contestant =
        switch (args[0]) {
          case "hourglass" -> new HourglassIndex(Path.of(args[3]), model, kernels);
          case "jvector" -> new JvectorGraph();
          case "every" -> new EveryCode();
          default -> throw new IllegalArgumentException("no contestant is called " + args[0]);
        }) {
      measure(contestant, drawn, count, questions);
    }
  }

  private static void measure(Contestant contestant, Tensor drawn, int count, int questions)
      throws IOException {
    long start = System.nanoTime();
    contestant.build(drawn.slice(0, count));
    double seconds = (System.nanoTime() - start) / 1e9;
    String memory = PeakMemory.mib();
    List<Set<Integer>> nearest = nearest(drawn, count, questions);
    for (int candidates : new int[] {50, 100, 200}) {
      // As many others before, until all is compiled.
      for (int q = 0; q < questions; q++) {
        contestant.nearest(drawn.row(count + questions + q), NEAREST, candidates);
      }
      double[] millis = new double[questions];
      int[][] found = new int[questions][];
      for (int q = 0; q < questions; q++) {
        float[] code = drawn.row(count + q);
        long asked = System.nanoTime();
        found[q] = contestant.nearest(code, NEAREST, candidates);
        millis[q] = (System.nanoTime() - asked) / 1e6;
      }
      Arrays.sort(millis);
      System.out.printf(
          Locale.ROOT,
          "| %s | %,d | %.0f | %d | %.4f | %.3f | %.3f | %s |%n",
          contestant.name(),
          count,
          seconds,
          candidates,
          recall(nearest, found),
          millis[questions / 2],
          millis[questions * 99 / 100],
          memory);
      if (contestant instanceof EveryCode) {
        return;
      }
    }
  }

  /** What is nearest indeed. */
  private static List<Set<Integer>> nearest(Tensor drawn, int count, int questions) {
    try (EveryCode all = new EveryCode()) {
      all.build(drawn.slice(0, count));
      return IntStream.range(0, questions)
          .parallel()
          .mapToObj(
              q ->
                  Arrays.stream(all.nearest(drawn.row(count + q), NEAREST, NEAREST))
                      .boxed()
                      .collect(Collectors.toSet()))
          .toList();
    }
  }

  private static double recall(List<Set<Integer>> nearest, int[][] found) {
    return IntStream.range(0, found.length)
        .mapToDouble(
            q ->
                (double) Arrays.stream(found[q]).filter(nearest.get(q)::contains).count()
                    / nearest.get(q).size())
        .average()
        .orElseThrow();
  }
}
