package dev.hourglass.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.ImageSize;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.IdxFile;
import dev.hourglass.data.read.NpyFile;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.read.RowStream;
import dev.hourglass.data.table.TableOptions;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data read in blocks is prepared as the whole is. */
class RowStreamTest {
  private static final ReadOptions READING = ReadOptions.defaults();
  private static final PreparationOptions PREPARING = PreparationOptions.defaults();
  private static final int[] BLOCKS = {1, 2, 7, 64, 1000};

  @TempDir Path folder;

  /** Numbers with gaps, texts that begin as numbers do, a label, and something else. */
  private static String table(int rows, boolean header) {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder(header ? "size,code,kind,note,class\n" : "");
    for (int i = 0; i < rows; i++) {
      text.append(i % 11 == 3 ? "NA" : Float.toString(random.nextFloat() * 100)).append(',');
      text.append(i < 8 ? Integer.toString(i % 3) : List.of("x", "", "1", "y").get(i % 4));
      text.append(',').append(List.of("red", "\"gr,een\"", "\"bl\nue\"").get(random.nextInt(3)));
      text.append(",n").append(i).append(',').append(i % 5 == 0 ? "odd" : "even").append('\n');
      if (i % 17 == 0) {
        text.append('\n'); // an empty line is no row
      }
    }
    return text.toString();
  }

  private Path write(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    if (!name.endsWith(".gz")) {
      return Files.writeString(path, text);
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return path;
  }

  private static List<RawData> blocks(RowStream stream) {
    try (stream) {
      List<RawData> blocks = new ArrayList<>();
      stream.forEachRemaining(blocks::add);
      assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
      return blocks;
    }
  }

  private static void assertPreparedAlike(
      Preparation preparation, Path path, ReadOptions options, RawData whole) {
    Dataset expected = preparation.apply(whole);
    for (int most : BLOCKS) {
      int done = 0;
      for (RawData block : blocks(RowStream.open(path, preparation.schema(), options, most))) {
        Dataset prepared = preparation.apply(block);
        assertThat(prepared.size()).isEqualTo(Math.min(most, whole.size() - done));
        assertThat(prepared.featureNames()).isEqualTo(expected.featureNames());
        assertThat(prepared.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < prepared.size(); i++) {
          assertThat(prepared.row(i)).as("row %d", done + i).isEqualTo(expected.row(done + i));
        }
        if (block instanceof RawData.Table table) {
          int[] lines = ((RawData.Table) whole).lines();
          assertThat(table.lines()).isEqualTo(Arrays.copyOfRange(lines, done, done + table.size()));
        }
        done += prepared.size();
      }
      assertThat(done).isEqualTo(whole.size());
    }
  }

  @Test
  void a_table_in_blocks_is_prepared_as_the_whole() throws IOException {
    ReadOptions training = READING.withLabel("class").withIgnore(List.of("note"));
    for (String name : List.of("t.csv", "t.csv.gz")) {
      Path path = write(name, table(150, true));
      RawData whole = DataReader.read(path, training);
      Preparation preparation = Preparation.fit(whole, new int[] {0, 1, 2, 3, 90, 91}, PREPARING);
      assertPreparedAlike(preparation, path, training, whole);
      // Columns that the preparation does not ask for are not even looked at.
      assertPreparedAlike(preparation, path, READING, whole);
      List<String> classes = new ArrayList<>();
      for (RawData block : blocks(RowStream.open(path, preparation.schema(), training, 7))) {
        for (int i = 0; i < block.size(); i++) {
          classes.add(block.labels().orElseThrow().name(i));
        }
      }
      assertThat(classes).hasSize(150).startsWith("odd", "even", "even").endsWith("even");
    }
  }

  @Test
  void columns_without_names_are_matched_by_position() throws IOException {
    ReadOptions reading =
        READING.withLabel("-1").withIgnore(List.of("4")).withHeader(TableOptions.Header.NO);
    Path path = write("t.csv", table(60, false));
    RawData whole = DataReader.read(path, reading);
    Preparation preparation = Preparation.fit(whole, PREPARING);
    assertPreparedAlike(preparation, path, reading, whole);
    assertThatThrownBy(() -> apply(preparation, path, READING.withHeader(TableOptions.Header.NO)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 5 columns, but the model was trained on 3");
  }

  private static void apply(Preparation preparation, Path path, ReadOptions options) {
    blocks(RowStream.open(path, preparation.schema(), options)).forEach(preparation::apply);
  }

  @Test
  void columns_keep_the_kinds_that_the_preparation_knows() throws IOException {
    Path training = write("training.csv", "n,c\n1,a\n2,b\n3,1\n");
    RawData raw = DataReader.read(training, READING);
    Preparation preparation = Preparation.fit(raw, PREPARING);
    // By themselves these rows look like numbers in c, and the last ones like texts in n.
    Path path = write("t.csv", "c,n\n1,1\n1,2\nb,\na,3\n");
    List<RawData> blocks = blocks(RowStream.open(path, preparation.schema(), READING, 2));
    assertThat(blocks).hasSize(2);
    assertThat(preparation.apply(blocks.get(0)).rows())
        .isDeepEqualTo(new float[][] {{0, 1, 0, 0}, {0.5f, 1, 0, 0}});
    assertThat(preparation.apply(blocks.get(1)).rows())
        .isDeepEqualTo(new float[][] {{0.5f, 0, 0, 1}, {1, 0, 1, 0}});
  }

  @Test
  void a_table_may_come_through_a_pipe() throws IOException {
    String text = table(300, true);
    RawData whole = DataReader.read(write("t.csv", text), READING.withLabel("class"));
    RawData some = whole.subset(new int[] {1, 2, 40, 77});
    Preparation preparation = Preparation.fit(some, PREPARING);
    RowStream stream =
        RowStream.table(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            "standard input",
            preparation.schema(),
            READING);
    List<RawData> blocks = blocks(stream);
    assertThat(blocks).hasSize(1);
    assertThat(preparation.apply(blocks.getFirst()).rows())
        .isDeepEqualTo(preparation.apply(whole).rows());
    assertThat(blocks.getFirst().source()).isEqualTo("standard input");
  }

  @Test
  void arrays_in_blocks_are_prepared_as_the_whole() throws IOException {
    Random random = new Random(3);
    byte[] pixels = new byte[75 * 6 * 3];
    random.nextBytes(pixels);
    float[][] rows = new float[75][5];
    for (float[] row : rows) {
      for (int f = 0; f < row.length; f++) {
        row[f] = random.nextFloat() * 9;
      }
    }
    List<Path> files = new ArrayList<>();
    for (String name : List.of("a-images-idx3-ubyte", "b-images-idx3-ubyte.gz")) {
      IdxFile.write(folder.resolve(name), pixels, 75, 6, 3);
      files.add(folder.resolve(name));
    }
    NpyFile.write(folder.resolve("rows.npy"), rows);
    files.add(folder.resolve("rows.npy"));
    files.add(npy("planes.npy", "|u1", false, "(75, 3, 2, 3)", pixels));
    files.add(npy("columns.npy", "|u1", true, "(75, 18)", pixels));
    byte[] doubles = new byte[75 * 4 * 8];
    for (int i = 0; i < 75 * 4; i++) {
      ByteBuffer.wrap(doubles).order(ByteOrder.BIG_ENDIAN).putDouble(8 * i, random.nextGaussian());
    }
    files.add(npy("doubles.npy", ">f8", false, "(75, 4)", doubles));
    for (Path file : files) {
      RawData whole = DataReader.read(file, READING);
      assertPreparedAlike(Preparation.fit(whole, PREPARING), file, READING, whole);
      PreparationOptions scaled = PREPARING.withScaling(Scaling.STANDARDIZE);
      assertPreparedAlike(Preparation.fit(whole, scaled), file, READING, whole);
    }
    ReadOptions smaller = READING.withResize(new ImageSize(2, 2));
    RawData whole = DataReader.read(files.getFirst(), smaller);
    assertPreparedAlike(Preparation.fit(whole, PREPARING), files.getFirst(), smaller, whole);
  }

  private Path npy(String name, String descr, boolean columnMajor, String shape, byte[] numbers)
      throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
            .formatted(descr, columnMajor ? "True" : "False", shape);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    return Files.write(folder.resolve(name), bytes.put(numbers).array());
  }

  @Test
  void a_bad_row_names_its_file_and_line_when_its_block_is_reached() throws IOException {
    Preparation preparation =
        Preparation.fit(
            DataReader.read(write("training.csv", "a,b\n1,x\n2,y\n"), READING), PREPARING);
    assertFailsInThirdBlock(preparation, "five,x\n", "line 302", "'five'");
    assertFailsInThirdBlock(preparation, "5\n", "line 302", "has 1 cell");
    assertFailsInThirdBlock(preparation, "NaN,x\n", "line 302", "'NaN'");
    assertFailsInThirdBlock(preparation, "5,x\n-inf,y\n", "line 303", "infinite");
    assertFailsInThirdBlock(preparation, "5,\"x\n", "quote");
  }

  private void assertFailsInThirdBlock(Preparation preparation, String bad, String... parts)
      throws IOException {
    Path path = write("t.csv", "a,b\n" + "1,x\n".repeat(300) + bad);
    try (RowStream stream = RowStream.open(path, preparation.schema(), READING, 140)) {
      assertThat(preparation.apply(stream.next()).size()).isEqualTo(140);
      assertThat(preparation.apply(stream.next()).size()).isEqualTo(140);
      assertThatThrownBy(stream::next)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("t.csv")
          .hasMessageContainingAll(parts);
    }
  }

  @Test
  void damage_in_an_array_is_told_where_it_is_reached() throws IOException {
    byte[] pixels = new byte[40 * 100];
    new Random(1).nextBytes(pixels);
    Path path = folder.resolve("d-images-idx2-ubyte.gz");
    IdxFile.write(path, pixels, 40, 100);
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(whole, whole.length / 2));
    Preparation preparation = Preparation.none(SampleShape.vector(100));
    try (RowStream stream = RowStream.open(path, preparation.schema(), READING, 10)) {
      assertThat(stream.next().size()).isEqualTo(10);
      assertThatThrownBy(() -> stream.forEachRemaining(preparation::apply))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("d-images-idx2-ubyte.gz: the gzip data ends too early");
    }
    float[] floats = new float[40 * 3];
    floats[31 * 3 + 1] = Float.NaN;
    Path array = folder.resolve("nan.npy");
    NpyFile.write(array, MemorySegment.ofArray(floats), 40, 3);
    assertThatThrownBy(() -> blocks(RowStream.open(array, preparation.schema(), READING, 10)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("nan.npy: row 31, feature 1");
  }

  @Test
  void a_forgotten_255_is_found_by_its_row_in_the_file() {
    Path path = folder.resolve("levels.npy");
    float[] levels = new float[30 * 4];
    levels[25 * 4] = 200;
    NpyFile.write(path, MemorySegment.ofArray(levels), 30, 4);
    RawData unit =
        new RawData.Array(
            Dataset.ofBytes(new byte[8], SampleShape.image(1, 2, 2)), NumberKind.BYTES);
    Preparation images = Preparation.fit(unit, PREPARING);
    assertThatThrownBy(
            () -> blocks(RowStream.open(path, images.schema(), READING, 10)).forEach(images::apply))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 25 (counted from 0) has the value 200");
  }

  @Test
  void what_needs_the_whole_is_refused() throws IOException {
    Path path = write("t.csv", "a,b\n1,x\n2,y\n");
    Preparation preparation = Preparation.fit(DataReader.read(path, READING), PREPARING);
    assertRefused(preparation, path, READING.withLimit(1), "option 'limit'");
    assertRefused(preparation, path, READING.withLabelsFile(path), "option 'labels'");
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    assertRefused(preparation, pictures, READING, "is a folder, which is read as a whole");
    assertRefused(preparation, folder.resolve("gone.csv"), READING, "there is no such file");
    assertRefused(preparation, write("none.csv", "a,b\n"), READING, "has a header but no rows");
    assertThatThrownBy(() -> RowStream.open(path, preparation.schema(), READING, 0))
        .isInstanceOf(IllegalArgumentException.class);
    Path other = write("other.csv", "a,c,d\n1,x,2\n");
    assertThatThrownBy(() -> apply(preparation, other, READING))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("lacks a column that the model was trained on: b; it has a, c, d");
  }

  private static void assertRefused(
      Preparation preparation, Path path, ReadOptions options, String message) {
    assertThatThrownBy(() -> RowStream.open(path, preparation.schema(), options))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(message);
  }

  /** In a process whose heap, and whose memory outside it, could not hold the table. */
  @Test
  void a_million_rows_are_prepared_in_a_small_heap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                classPath(),
                MillionRows.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).isZero();
    double expected = 0;
    for (int row = 0; row < MillionRows.ROWS; row++) {
      for (int c = 0; c < MillionRows.NUMBERS; c++) {
        expected += (float) (MillionRows.cell(row, c) / (double) (MillionRows.RANGE - 1));
      }
      expected++; // the one category
    }
    assertThat(Long.parseLong(lines.get(0))).isEqualTo(MillionRows.ROWS);
    assertThat(Double.parseDouble(lines.get(1))).isCloseTo(expected, within(expected * 1e-9));
  }

  /** Of this process, whether it was given as class path or as module path. */
  private static String classPath() {
    return Stream.of("java.class.path", "jdk.module.path", "surefire.test.class.path")
        .map(System::getProperty)
        .filter(Objects::nonNull)
        .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }
}
