package dev.hourglass.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.train.CheckpointException;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.NpyFile;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.recipe.Recipe;
import dev.hourglass.tasks.recipe.RecipeException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files of every kind that is read, damaged at random: each is read all the same, or refused by one
 * of the documented exceptions, in bounded time and memory, with a message that people can read.
 *
 * <p>A case follows from its kind and its seed. The first seed is printed; {@code
 * -Dhourglass.fuzz.seed=N} begins with another, {@code -Dhourglass.fuzz.seconds=N} goes on for
 * longer.
 */
class FuzzTest {
  private static final Kernels KERNELS = KernelLadder.portable();
  private static final double SECONDS =
      Double.parseDouble(System.getProperty("hourglass.fuzz.seconds", "1"));
  private static final long FIRST_SEED = Long.getLong("hourglass.fuzz.seed", 1);
  private static final int LONGEST_MESSAGE = 3_000;
  private static final double LONGEST_SECONDS = 20;
  private static final long MOST_BYTES = 256L << 20;

  @TempDir static Path folder;
  private static Dataset samples;
  private static Training training;

  /** What is damaged. */
  enum Kind {
    MODEL("m.safetensors"),
    CHECKPOINT("c.ckpt"),
    NPY("n.npy"),
    IDX("i-idx3-ubyte"),
    GZIP("g-idx3-ubyte.gz"),
    CSV("t.csv"),
    IMAGE("p.png"),
    RECIPE("r.yaml");

    private final String name;

    Kind(String name) {
      this.name = name;
    }
  }

  @BeforeAll
  static void wholeFiles() throws IOException {
    StringBuilder table = new StringBuilder("a,b,colour,c\n");
    float[][] rows = new float[40][6];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < rows.length; i++) {
      for (int f = 0; f < 6; f++) {
        rows[i][f] = (float) random.nextDouble();
      }
      table.append(
          "%d,%s,%s,%s%n"
              .formatted(
                  random.nextInt(90),
                  rows[i][0],
                  i % 3 == 0 ? "red" : "blue",
                  i % 7 == 0 ? "" : i));
    }
    Files.writeString(whole(Kind.CSV), table);
    NpyFile.write(whole(Kind.NPY), rows);
    byte[] idx = new byte[16 + 20 * 16];
    random.nextBytes(idx);
    ByteBuffer.wrap(idx).putInt(0x0803).putInt(20).putInt(4).putInt(4);
    Files.write(whole(Kind.IDX), idx);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(idx);
    }
    Files.write(whole(Kind.GZIP), packed.toByteArray());
    BufferedImage picture = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 144; i++) {
      picture.setRGB(i % 12, i / 12, random.nextInt());
    }
    ImageIO.write(picture, "png", whole(Kind.IMAGE).toFile());
    Files.writeString(
        whole(Kind.RECIPE),
        "data: digits:50\nvariant: denoising\nhidden: [32, 16]\ncode: 8\nepochs: 3\n");
    training =
        Training.defaults()
            .withEpochs(1)
            .withWorkers(1)
            .withBatchSize(8)
            .withCheckpoint(whole(Kind.CHECKPOINT));
    RawData raw = DataReader.read(whole(Kind.CSV), ReadOptions.defaults());
    Preparation preparation =
        Preparation.fit(raw, RowOrder.all(raw.size()), PreparationOptions.defaults());
    samples = preparation.apply(raw);
    Blueprint blueprint = Preset.DENOISING.blueprint(samples.shape(), Stages.of(5), 2);
    TrainingResult result = new Trainer(training, KERNELS).train(blueprint, samples);
    ModelFile.write(whole(Kind.MODEL), result.model(preparation, training, samples));
    System.out.printf("fuzz: first seed %d, %s seconds a kind%n", FIRST_SEED, SECONDS);
  }

  private static Path whole(Kind kind) {
    return folder.resolve("whole-" + kind.name);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void a_damaged_file_is_read_or_refused(Kind kind) throws IOException {
    byte[] whole = Files.readAllBytes(whole(kind));
    Path place = kind == Kind.IMAGE ? folder.resolve("pictures") : folder;
    Files.createDirectories(place);
    Path file = place.resolve(kind.name);
    Files.write(file, whole);
    read(kind, file);
    long end = System.nanoTime() + (long) (SECONDS * 1e9);
    for (long seed = FIRST_SEED; System.nanoTime() < end; seed++) {
      SplittableRandom random = new SplittableRandom(seed * 31 + kind.ordinal());
      byte[] damaged = whole;
      for (int i = random.nextInt(3); i >= 0; i--) {
        damaged = damage(damaged, random);
      }
      Files.write(file, damaged);
      attempt(kind, seed, file);
    }
    Files.delete(file);
  }

  private static void attempt(Kind kind, long seed, Path file) {
    String which = "%s, seed %d".formatted(kind, seed);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    try {
      read(kind, file);
    } catch (DataException | ModelFileException | CheckpointException | RecipeException e) {
      assertThat(e.getMessage())
          .as(which)
          .isNotBlank()
          .doesNotEndWith(": null")
          .hasSizeLessThan(LONGEST_MESSAGE);
    } catch (IOException | RuntimeException | Error e) {
      fail(which + ": threw " + e, e);
    }
    assertThat((System.nanoTime() - start) / 1e9)
        .as(which + ": seconds")
        .isLessThan(LONGEST_SECONDS);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as(which + ": bytes")
        .isLessThan(MOST_BYTES);
  }

  private static void read(Kind kind, Path file) throws IOException {
    switch (kind) {
      case MODEL -> ModelFile.read(file, KERNELS);
      case CHECKPOINT -> new Trainer(training, KERNELS).resume(file, samples, Optional.empty());
      case RECIPE -> Recipe.read(file);
      case IMAGE -> DataReader.read(file.getParent(), ReadOptions.defaults());
      case NPY, IDX, GZIP, CSV -> DataReader.read(file, ReadOptions.defaults());
    }
  }

  private static final String[] ODD = {
    "null",
    "-1",
    "99999999999999999999",
    "1e400",
    "NaN",
    "[[[[[[[[[",
    "{}",
    "\"",
    "\u0000",
    "\n",
    ",,,,",
    "&a [*a]"
  };

  private static byte[] damage(byte[] bytes, SplittableRandom random) {
    int at =
        random.nextInt(random.nextBoolean() ? Math.min(64, bytes.length) + 1 : bytes.length + 1);
    int end = Math.min(bytes.length, at + random.nextInt(1, 40));
    byte[] middle =
        switch (random.nextInt(5)) {
          case 0 -> {
            byte[] noise = new byte[end - at];
            random.nextBytes(noise);
            yield noise;
          }
          case 1 -> new byte[0];
          case 2 -> ODD[random.nextInt(ODD.length)].getBytes(StandardCharsets.UTF_8);
          case 3 -> {
            byte[] again = new byte[random.nextInt(200)];
            for (int i = 0; i < again.length && bytes.length > 0; i++) {
              again[i] = bytes[(at + i) % bytes.length];
            }
            yield again;
          }
          default -> {
            end = bytes.length;
            yield new byte[0];
          }
        };
    ByteBuffer result = ByteBuffer.allocate(at + middle.length + bytes.length - end);
    return result.put(bytes, 0, at).put(middle).put(bytes, end, bytes.length - end).array();
  }
}
