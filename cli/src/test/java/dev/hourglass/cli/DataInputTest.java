package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.hourglass.cli.screen.ExitCode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToDoubleFunction;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data as it comes: through pipes, with large numbers, from folders of all sorts of images. */
class DataInputTest {
  private static final int ROWS = 20_000;
  private static final String[] TRAIN = {"--epochs", "1", "--code", "2", "--json"};

  @TempDir static Path folder;
  @AutoClose private static HourglassSession hourglass;

  @BeforeAll
  static void start() {
    hourglass = new HourglassSession(folder);
  }

  private HourglassProcess.Outcome run(String command) {
    return hourglass.run(command.split(" "));
  }

  /** More than any pipe holds at once. */
  private static String table() {
    StringBuilder text = new StringBuilder("a,b,c\n");
    for (int i = 0; i < ROWS; i++) {
      text.append(i % 97).append(',').append(i % 89).append(',').append(i % 83).append('\n');
    }
    return text.toString();
  }

  private Map<String, Object> trainThrough(ProcessBuilder command, Path pipe) throws Exception {
    Process process = command.redirectError(folder.resolve("err").toFile()).start();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (OutputStream out =
                      pipe == null ? process.getOutputStream() : Files.newOutputStream(pipe)) {
                    out.write(table().getBytes(StandardCharsets.US_ASCII));
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    writer.join();
    assertThat(process.exitValue()).describedAs(Files.readString(folder.resolve("err"))).isZero();
    return JSON.std.mapFrom(out);
  }

  private ProcessBuilder train(String data) {
    String[] args = new String[TRAIN.length + 2];
    args[0] = "train";
    args[1] = data;
    System.arraycopy(TRAIN, 0, args, 2, TRAIN.length);
    return new HourglassProcess(folder).start(args);
  }

  @Test
  void a_named_pipe_is_read_once_and_whole() throws Exception {
    Path pipe = folder.resolve("pipe.csv");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(trainThrough(train("pipe.csv"), pipe)).containsEntry("samples", ROWS);
  }

  @Test
  void standard_input_is_read_by_its_dash_and_by_its_path() throws Exception {
    assertThat(trainThrough(train("-"), null)).containsEntry("samples", ROWS);
    assertThat(trainThrough(train("/dev/stdin"), null)).containsEntry("samples", ROWS);
  }

  @Test
  void what_comes_through_no_pipe_is_said() {
    run("train /dev/null").failed(ExitCode.FAILURE, "/dev/null", "is empty");
    run("train /dev/zero").failed(ExitCode.FAILURE, "/dev/zero", "of no kind that can be read");
  }

  private void npy(String name, String descr, int rows, int columns, IntToDoubleFunction number)
      throws IOException {
    String head =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }\n"
            .formatted(descr, rows, columns);
    ByteBuffer file = ByteBuffer.allocate(10 + head.length() + 8 * rows * columns);
    file.order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.putShort((short) head.length()).put(head.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < rows * columns; i++) {
      switch (descr.substring(1)) {
        case "u1", "b1" -> file.put((byte) (int) number.applyAsDouble(i));
        case "i8" -> file.putLong((long) number.applyAsDouble(i));
        default -> file.putDouble(number.applyAsDouble(i));
      }
    }
    Files.write(folder.resolve(name), java.util.Arrays.copyOf(file.array(), file.position()));
  }

  @Test
  void times_come_back_with_their_digits() throws IOException {
    StringBuilder csv = new StringBuilder("time,a,b\n");
    for (int i = 0; i < 200; i++) {
      csv.append(1_600_000_000_000L + i).append(',').append(i % 5).append(",").append(i % 3 + "\n");
    }
    Files.writeString(folder.resolve("t.csv"), csv);
    npy("t.npy", "<i8", 200, 3, i -> i % 3 == 0 ? 1_600_000_000_000L + i / 3 : i % 5);
    for (String data : List.of("t.csv", "t.npy")) {
      run("train " + data + " --epochs 30 --code 2 --out m.safetensors").succeeded();
      run("reconstruct m.safetensors " + data + " --out r.csv").succeeded();
      List<String> lines = Files.readAllLines(folder.resolve("r.csv"));
      long distinct = lines.stream().skip(1).map(line -> line.split(",")[0]).distinct().count();
      assertThat(distinct).as(data).isGreaterThan(150);
      for (String line : lines.subList(1, lines.size())) {
        assertThat(Double.parseDouble(line.split(",")[0]))
            .isBetween(1.5999999998e12, 1.6000000005e12);
        assertThat(line.split(",")[0].replace(".", "").length()).isGreaterThanOrEqualTo(9);
      }
      run("reconstruct m.safetensors " + data + " --out r.npy").succeeded();
      assertThat(
              new String(Files.readAllBytes(folder.resolve("r.npy")), StandardCharsets.ISO_8859_1))
          .contains("'descr': '<f8'");
    }
  }

  @Test
  void flags_in_bytes_are_not_made_pixels() throws IOException {
    Random random = new Random(1);
    double[] bits = random.ints(50 * 16, 0, 2).asDoubleStream().toArray();
    npy("flags.npy", "|u1", 50, 16, i -> bits[i]);
    npy("same.npy", "|b1", 50, 16, i -> bits[i]);
    String how = " --epochs 100 --code 5 --json --quiet";
    Double mse = (Double) run("train flags.npy" + how).json().get("mse");
    assertThat(mse).isBetween(0.05, 0.25); // 5 units for 16 bits of which none tells another
    assertThat(run("train same.npy" + how).json()).containsEntry("mse", mse);
  }

  @Test
  void images_turned_and_left_out_are_said() throws IOException {
    for (String name : List.of("cat/1.png", "cat/2.png", "dog/1.tiff", "dog/2.tiff")) {
      Path file = folder.resolve("pets").resolve(name);
      Files.createDirectories(file.getParent());
      BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
      ImageIO.write(image, name.substring(name.indexOf('.') + 1), file.toFile());
    }
    Files.writeString(folder.resolve("pets/dog/3.heic"), "of a telephone");
    HourglassProcess.Outcome outcome = run("train pets --epochs 1 --code 2 --json");
    assertThat(outcome.json()).containsEntry("samples", 4);
    assertThat(outcome.err())
        .contains("hourglass: pets: left out 1 file that no reader of images takes: dog/3.heic")
        .contains("training takes memory, beside the samples, of about ");
  }

  @Test
  void what_cannot_be_read_or_differs_in_size_is_refused_or_dealt_with_as_asked()
      throws IOException {
    Path mixed = Files.createDirectories(folder.resolve("mixed"));
    for (int i = 0; i < 6; i++) {
      BufferedImage image = new BufferedImage(8 + i, 8, BufferedImage.TYPE_BYTE_GRAY);
      ImageIO.write(image, "png", mixed.resolve(i + ".png").toFile());
    }
    Files.writeString(mixed.resolve("6.png"), "no picture");
    run("train mixed").failed(ExitCode.FAILURE, "mixed/6.png: is no image", "--skip-unreadable");
    run("train mixed --skip-unreadable")
        .failed(ExitCode.FAILURE, "mixed/0.png is 8x8 and mixed/1.png is 9x8", "--fit cover");
    String how = " --skip-unreadable --resize 8x6 --fit cover --epochs 1 --code 2";
    HourglassProcess.Outcome outcome = run("train mixed" + how + " --json --out m.safetensors");
    assertThat(outcome.json()).containsEntry("samples", 6);
    assertThat(outcome.err())
        .contains("hourglass: mixed: left out 1 of 7 images, which cannot be read: 6.png");
    // A model knows to what size it wants its images brought.
    assertThat(run("evaluate m.safetensors mixed --skip-unreadable --json").json())
        .containsEntry("samples", 6);
    assertThat(folder.resolve("m.recipe.yaml"))
        .content()
        .contains("fit: cover", "skip-unreadable: true");
  }

  @Test
  void photos_that_no_memory_holds_are_refused_before_it_is_taken() throws IOException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    BufferedImage photo = new BufferedImage(4000, 3000, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 2; i++) {
      ImageIO.write(photo, "png", photos.resolve(i + ".png").toFile());
    }
    run("train photos --epochs 1 --hidden 64").failed(ExitCode.FAILURE, "--resize", "--hidden");
    assertThat(run("train photos --epochs 1 --resize 16x12 --json").json())
        .containsEntry("samples", 2);
  }

  @Test
  void errors_are_written_one_by_one() throws IOException {
    Files.writeString(
        folder.resolve("t.csv"), "a,b,c\n" + "1,2,x\n3,4,y\n5,7,x\n8,1,y\n".repeat(5));
    run("train t.csv --label-column c --epochs 2 --code 1 --out m.safetensors").succeeded();
    Map<String, Object> figures =
        run("evaluate m.safetensors t.csv --label-column c --json --per-sample s.csv --per-feature"
                + " f.npy")
            .json();
    List<String> lines = Files.readAllLines(folder.resolve("s.csv"));
    assertThat(lines).hasSize(21).first().isEqualTo("sample,label,mse");
    assertThat(lines.get(2)).startsWith("2,y,");
    double mean =
        lines.stream()
            .skip(1)
            .mapToDouble(line -> Double.parseDouble(line.split(",")[2]))
            .average()
            .orElseThrow();
    assertThat(mean)
        .isEqualTo((Double) figures.get("mse"), org.assertj.core.api.Assertions.within(1e-9));
    assertThat(Files.size(folder.resolve("f.npy"))).isEqualTo(128 + 2 * 8);
    run("evaluate m.safetensors t.csv --label-column c --per-feature f.csv").succeeded();
    assertThat(Files.readAllLines(folder.resolve("f.csv")).get(2)).startsWith("b,");
  }
}
