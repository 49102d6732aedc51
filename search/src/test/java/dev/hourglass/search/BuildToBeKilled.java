package dev.hourglass.search;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A process that builds an index, commits after every block and says so, until it is killed. */
final class BuildToBeKilled {
  /** Samples that are put in and committed at a time. */
  static final int BLOCK = 8192;

  static final int SAMPLES = 20 * BLOCK;

  private BuildToBeKilled() {}

  public static void main(String[] args) {
    Kernels kernels = KernelLadder.climb(KernelChoice.PORTABLE);
    ModelFile.Model model = ModelFile.read(Path.of(args[0]), kernels);
    int[] rows = IntStream.range(0, SAMPLES).map(i -> i % 800).toArray();
    IndexData data = new IndexData(Digits.generate(800, 3).subset(rows), List.of(), Map.of());
    IndexBuilder.of(Path.of(args[1]), kernels)
        .withCommitSeconds(0)
        .withListener(
            new IndexListener() {
              @Override
              public void put(int samples) {
                System.out.println(samples);
              }
            })
        .build(model, data, IndexOptions.defaults());
  }
}
