package dev.hourglass.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.table.TableSchema;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a file, reading it ends in data or in a {@link DataException}. */
class DamagedFilesTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          true,
          List.of(
              new TableSchema.ColumnType("a", new TableSchema.ColumnKind.Numeric()),
              new TableSchema.ColumnType("b", new TableSchema.ColumnKind.Categorical()),
              new TableSchema.ColumnType("c", new TableSchema.ColumnKind.Categorical())),
          DecimalMark.POINT);

  private static final int ROUNDS = 150;

  /** Another is given to look further: {@code -Dhourglass.fuzz.seed=N}. */
  private static final long SEED = Long.getLong("hourglass.fuzz.seed", 20261127);

  @TempDir Path folder;

  private List<Path> wholeFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    byte[] pixels = new byte[20 * 6 * 5];
    new Random(1).nextBytes(pixels);
    for (String name : List.of("some-images.idx3-ubyte", "packed-images-idx3-ubyte.gz")) {
      Path path = folder.resolve(name);
      IdxFile.write(path, pixels, 20, 6, 5);
      files.add(path);
    }
    Path npy = folder.resolve("a.npy");
    NpyFile.write(npy, new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
    files.add(npy);
    Path csv = folder.resolve("t.csv");
    Files.writeString(csv, "a,b,c\n1,x,\"q, \"\"r\"\"\"\n2.5,y,s\n-3e2,,t\n");
    files.add(csv);
    BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 63; i++) {
      image.setRGB(i % 9, i / 9, i * 12345);
    }
    for (String format : List.of("png", "jpg", "gif", "bmp")) {
      Path path = folder.resolve("i." + format);
      ImageIO.write(image, format, path.toFile());
      files.add(path);
    }
    return files;
  }

  @Test
  void truncated_files_never_end_in_anything_else() throws IOException {
    for (Path whole : wholeFiles()) {
      byte[] bytes = Files.readAllBytes(whole);
      int step = Math.max(1, bytes.length / 60);
      for (int length = 0; length < bytes.length; length += step) {
        check(whole, Arrays.copyOf(bytes, length), "cut to " + length);
      }
    }
  }

  @Test
  void flipped_bits_never_end_in_anything_else() throws IOException {
    Random random = new Random(SEED);
    for (Path whole : wholeFiles()) {
      byte[] bytes = Files.readAllBytes(whole);
      for (int round = 0; round < ROUNDS; round++) {
        byte[] flipped = bytes.clone();
        int flips = 1 + random.nextInt(4);
        for (int i = 0; i < flips; i++) {
          // Headers are where lengths lie, so half of the damage goes there.
          int reach = random.nextBoolean() ? Math.min(40, bytes.length) : bytes.length;
          flipped[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
        }
        check(whole, flipped, "seed " + SEED + ", round " + round);
      }
    }
  }

  private void check(Path whole, byte[] bytes, String what) throws IOException {
    Path path = folder.resolve("damaged-" + whole.getFileName());
    Files.write(path, bytes);
    check(
        whole.getFileName() + " " + what,
        path,
        () -> assertThat(DataReader.read(path, ReadOptions.defaults()).size()).isPositive());
    check(whole.getFileName() + " in blocks " + what, path, () -> readInBlocks(path));
    Files.delete(path);
  }

  private static void check(String what, Path path, Runnable reading) {
    try {
      reading.run();
    } catch (DataException e) {
      assertThat(e).hasMessageContaining(path.toString());
    } catch (RuntimeException | Error e) {
      fail(what + " ended in " + e, e);
    }
  }

  private static void readInBlocks(Path path) {
    try (RowStream rows = RowStream.open(path, SCHEMA, ReadOptions.defaults(), 2)) {
      while (rows.hasNext()) {
        assertThat(rows.next().size()).isBetween(1, 2);
      }
    }
  }
}
