package dev.hourglass.tasks.compress;

import dev.hourglass.base.WholeFile;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.read.NpyFile;
import dev.hourglass.tasks.compress.Decompressor.Restored;
import dev.hourglass.tasks.picture.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes what comes back of a compressed file: block after block, in memory of one size, and whole
 * or not at all.
 *
 * @param decompressor that brings it back
 * @param blocks that are written, ascending
 * @param listener is told how far it is
 */
public record RestoredFile(
    Decompressor decompressor, List<Integer> blocks, CompressionListener listener) {
  /** A copy. */
  public RestoredFile {
    blocks = List.copyOf(blocks);
  }

  /** How many samples are written. */
  public int items() {
    return blocks.stream().mapToInt(decompressor.file()::itemsOf).sum();
  }

  private SampleShape shape() {
    return decompressor.file().header().shape();
  }

  private interface BlockWriter {
    void write(Restored restored, int firstItem) throws IOException;
  }

  private void forEach(BlockWriter writer) throws IOException {
    int done = 0;
    listener.began("decompressing", items());
    for (int block : blocks) {
      writer.write(decompressor.block(block), decompressor.file().firstItem(block));
      done += decompressor.file().itemsOf(block);
      listener.done(done);
    }
  }

  // ---- text ----

  /** Whether the file is a table's own text, which comes back as it was. */
  public boolean isText() {
    return decompressor.file().header().mode() == CompressedHeader.Mode.TEXT;
  }

  /** Writes a table's own text. */
  public void writeText(Path out) {
    WholeFile.write(out, this::writeText);
  }

  private void writeText(OutputStream out) throws IOException {
    forEach(
        (restored, _) -> {
          if (restored instanceof Restored.Text(byte[] bytes)) {
            out.write(bytes);
          }
        });
  }

  /**
   * Writes a table's own text, or a table as {@link #writeCsv} does, to where it cannot be taken
   * back.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void writeTable(OutputStream out) {
    try {
      if (isText()) {
        writeText(out);
      } else {
        writeCsv(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- arrays ----

  /**
   * Writes a {@code .npy} file: whole numbers of 8 or 16 bits in the samples' own shape where the
   * data were such, else float64 {@code [samples, features]} in the units of the data.
   */
  public void writeNpy(Path out) {
    SampleNumbers numbers = decompressor.file().header().numbers();
    boolean floats = !numbers.areWhole();
    int width = floats ? Double.BYTES : numbers.most() > 255 ? 2 : 1;
    String type = floats ? "<f8" : width == 1 ? "|u1" : "<u2";
    List<Long> axes = new ArrayList<>(List.of((long) items()));
    axes.addAll(floats ? List.of((long) floatFeatures()) : SampleNumbers.axes(shape()));
    WholeFile.write(
        out,
        stream -> {
          stream.write(NpyFile.header(type, axes));
          forEach((restored, _) -> writeNumbers(restored, width, stream));
        });
  }

  private int floatFeatures() {
    return decompressor
        .preparation()
        .map(preparation -> preparation.outputShape().features())
        .orElse(shape().features());
  }

  private void writeNumbers(Restored restored, int width, OutputStream out) throws IOException {
    switch (restored) {
      case Restored.Numbers(int[][] samples) -> {
        for (int[] sample : samples) {
          byte[] bytes = new byte[sample.length * width];
          for (int i = 0; i < sample.length; i++) {
            bytes[i * width] = (byte) sample[i];
            if (width == 2) {
              bytes[2 * i + 1] = (byte) (sample[i] >> 8);
            }
          }
          out.write(bytes);
        }
      }
      case Restored.Reconstructions(var rows) -> {
        Preparation preparation = decompressor.preparation().orElseThrow();
        for (int i = 0; i < rows.rows(); i++) {
          double[] values = preparation.unscale(rows.row(i));
          ByteBuffer bytes =
              ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asDoubleBuffer().put(values);
          out.write(bytes.array());
        }
      }
      case Restored.Text _ -> throw new IllegalStateException("text is no array");
    }
  }

  // ---- tables ----

  /**
   * Writes a table with a header: the data's columns in its own units, or {@code x0}, {@code x1}.
   */
  public void writeCsv(Path out) {
    WholeFile.write(out, this::writeCsv);
  }

  private void writeCsv(OutputStream out) throws IOException {
    List<String> names = decompressor.preparation().map(Preparation::columnNames).orElse(List.of());
    int columns =
        decompressor
            .preparation()
            .map(preparation -> preparation.inputShape().features())
            .orElse(shape().features());
    List<String> header =
        names.isEmpty() ? IntStream.range(0, columns).mapToObj(i -> "x" + i).toList() : names;
    line(header, out);
    forEach((restored, _) -> writeRows(restored, out));
  }

  private void writeRows(Restored restored, OutputStream out) throws IOException {
    switch (restored) {
      case Restored.Numbers(int[][] samples) -> {
        for (int[] sample : samples) {
          line(IntStream.of(sample).mapToObj(Integer::toString).toList(), out);
        }
      }
      case Restored.Reconstructions(var rows) -> {
        for (int i = 0; i < rows.rows(); i++) {
          line(decompressor.preparation().orElseThrow().original(rows.row(i)), out);
        }
      }
      case Restored.Text(byte[] bytes) -> out.write(bytes);
    }
  }

  private static void line(List<String> cells, OutputStream out) throws IOException {
    String line = cells.stream().map(RestoredFile::quoted).collect(Collectors.joining(","));
    out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  // ---- pictures ----

  /** Whether samples can be drawn: images of one or three channels. */
  public boolean isDrawable() {
    SampleShape shape = shape();
    return shape.isImage() && (shape.channels() == 1 || shape.channels() == 3);
  }

  /**
   * Writes a folder of {@code .png} files, named by the samples' numbers. The folder appears when
   * it is whole.
   *
   * @throws CompressionException if there is something already
   */
  public void writePngs(Path folder) {
    if (Files.exists(folder)) {
      throw new CompressionException(folder + ": is there already; name a folder that is not");
    }
    Path target = folder.toAbsolutePath();
    Path aside =
        target.resolveSibling(".%s.%s.part".formatted(target.getFileName(), UUID.randomUUID()));
    int digits = Integer.toString(decompressor.file().items() - 1).length();
    try {
      Files.createDirectories(aside);
      try {
        forEach((restored, first) -> writePngs(restored, first, digits, aside));
        Files.move(aside, target);
      } finally {
        removed(aside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private void writePngs(Restored restored, int first, int digits, Path folder) throws IOException {
    int count =
        switch (restored) {
          case Restored.Numbers(int[][] samples) -> samples.length;
          case Restored.Reconstructions(var rows) -> rows.rows();
          case Restored.Text _ -> 0;
        };
    for (int i = 0; i < count; i++) {
      String name = String.format(Locale.ROOT, "%0" + digits + "d.png", first + i);
      Files.write(folder.resolve(name), Png.of(picture(restored, i)).bytes());
    }
  }

  private BufferedImage picture(Restored restored, int i) {
    SampleShape shape = shape();
    int most = decompressor.file().header().numbers().most();
    int[] levels =
        switch (restored) {
          case Restored.Numbers(int[][] samples) -> samples[i];
          case Restored.Reconstructions(var rows) -> {
            double[] values = decompressor.preparation().orElseThrow().unscale(rows.row(i));
            int[] rounded = new int[values.length];
            for (int f = 0; f < rounded.length; f++) {
              rounded[f] = (int) Math.clamp(Math.round(values[f] * most), 0L, most);
            }
            yield rounded;
          }
          case Restored.Text _ -> throw new IllegalStateException("text is no picture");
        };
    boolean grey = shape.channels() == 1;
    boolean wide = most > 255;
    int type =
        !grey
            ? BufferedImage.TYPE_INT_RGB
            : wide ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY;
    BufferedImage image = new BufferedImage(shape.width(), shape.height(), type);
    int shift = !grey && wide ? 8 : 0;
    int[] shown = shift == 0 ? levels : IntStream.of(levels).map(level -> level >> shift).toArray();
    image.getRaster().setPixels(0, 0, shape.width(), shape.height(), shown);
    return image;
  }

  private static void removed(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
