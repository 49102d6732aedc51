package dev.hourglass.autoencoder.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.read.RowStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows scored where they come from, block by block, as a detector behind a pipe will do it. */
class StreamScoringTest {
  private static final String HEADER = "a,b,c\n";
  private static final int PART_ROWS = 1_000;
  private static final int PARTS = 1_000;

  /** A part of a table: three columns of which one is the mean of the others. */
  private static String part(long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < PART_ROWS; i++) {
      int a = random.nextInt(100);
      int b = random.nextInt(100);
      text.append(a).append(',').append(b).append(',').append((a + b) / 2).append('\n');
    }
    return text.toString();
  }

  @Test
  void a_million_rows_are_scored_in_constant_memory(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("rows.csv"), HEADER + part(0));
    RawData raw = DataReader.read(file, ReadOptions.defaults());
    Preparation preparation = Preparation.fit(raw, PreparationOptions.defaults());
    Dataset samples = preparation.apply(raw);
    Autoencoder model =
        new Trainer(Samples.training(), Samples.KERNELS)
            .train(Preset.UNDERCOMPLETE.blueprint(samples.shape(), Stages.of(4), 2), samples)
            .autoencoder();
    double[] whole = model.reconstructionErrors(samples);

    InputStream table =
        new SequenceInputStream(
            Collections.enumeration(
                IntStream.rangeClosed(0, PARTS)
                    .mapToObj(i -> (InputStream) new Part(i == 0 ? -1 : i - 1))
                    .toList()));
    long rows = 0;
    long mostAfterCollection = 0;
    long first = 0;
    try (RowStream stream =
        RowStream.table(table, "a pipe", preparation.schema(), ReadOptions.defaults())) {
      while (stream.hasNext()) {
        double[] errors = model.reconstructionErrors(preparation.apply(stream.next()));
        for (int i = 0; i < errors.length && rows + i < whole.length; i++) {
          assertThat(errors[i]).isCloseTo(whole[(int) rows + i], within(1e-6));
        }
        rows += errors.length;
        if (rows / 100_000 > (rows - errors.length) / 100_000) {
          long used = usedAfterCollection();
          first = first == 0 ? used : first;
          mostAfterCollection = Math.max(mostAfterCollection, used);
        }
      }
    }
    assertThat(rows).isEqualTo((long) PARTS * PART_ROWS);
    assertThat(mostAfterCollection - first).isLessThan(8L << 20);
  }

  private static long usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Text that is made when it is read. */
  private static final class Part extends InputStream {
    private final int number;
    private InputStream text = InputStream.nullInputStream();
    private boolean made;

    Part(int number) {
      this.number = number;
    }

    private InputStream text() {
      if (!made) {
        made = true;
        String content = number < 0 ? HEADER : part(number);
        text = new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII));
      }
      return text;
    }

    @Override
    public int read() throws IOException {
      return text().read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return text().read(into, offset, length);
    }

    @Override
    public void close() {
      text = InputStream.nullInputStream();
    }
  }
}
