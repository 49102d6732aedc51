package dev.hourglass.tasks.fuzz;

import dev.hourglass.base.Json;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.picture.ColorMode;
import dev.hourglass.data.picture.Fit;
import dev.hourglass.data.picture.ImageSize;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/** What is done with data that was read: prepared, gathered, the preparation stored. */
final class DataUse {
  private static final long MOST_NUMBERS = 10_000_000;

  private DataUse() {}

  static ReadOptions options(SplittableRandom random) {
    ReadOptions options = ReadOptions.defaults();
    if (random.nextInt(5) == 0) {
      options = options.withLimit(random.nextInt(1, 5));
    }
    if (random.nextInt(8) == 0) {
      options = options.withResize(new ImageSize(random.nextInt(1, 9), random.nextInt(1, 9)));
      Fit fit = Damage.one(random, Fit.values());
      options = options.withImage(options.image().withFit(fit));
    }
    if (random.nextInt(4) == 0) {
      options = options.withImage(options.image().withSkipsUnreadable(true));
    }
    return random.nextInt(8) == 0
        ? options.withColor(Damage.one(random, ColorMode.values()))
        : options;
  }

  static void use(String source, ReadOptions options) {
    RawData raw = DataReader.read(source, options);
    Preparation preparation = Preparation.fit(raw, PreparationOptions.defaults());
    Dataset samples = preparation.apply(raw);
    if (samples.size() != raw.size()) {
      throw new IllegalStateException(
          "%d samples became of %d".formatted(samples.size(), raw.size()));
    }
    long numbers = 3L * samples.features();
    if (numbers > MOST_NUMBERS) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment floats = arena.allocate(ValueLayout.JAVA_FLOAT, numbers);
      samples.gather(new int[] {0, samples.size() / 2, samples.size() - 1}, 0, 3, floats);
      for (long i = 0; i < numbers; i++) {
        float value = floats.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        if (!Float.isFinite(value)) {
          throw new IllegalStateException("a sample holds " + value);
        }
      }
    }
    String stored = Json.text(preparation.toMap());
    Preparation.fromMap(Json.object(stored)).apply(raw);
  }
}
