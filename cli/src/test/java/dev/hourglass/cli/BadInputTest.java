package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.screen.ExitCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is wrong ends in a message that names it, an exit code that tells a wrong command from a
 * failed one, and nothing half-written.
 */
class BadInputTest {
  @TempDir static Path folder;

  /**
   * A command that must not work.
   *
   * @param code it ends with
   * @param command split at spaces
   * @param fragments of its message
   */
  record Case(int code, String command, List<String> fragments) {
    Case(int code, String command, String... fragments) {
      this(code, command, List.of(fragments));
    }

    @Override
    public String toString() {
      return command;
    }
  }

  static Stream<Case> badData() {
    return Stream.of(
        new Case(1, "train missing.csv", "missing.csv"),
        new Case(1, "train cut-images-idx3-ubyte.gz", "cut-images-idx3-ubyte.gz", "cut short"),
        new Case(1, "train magic-images-idx3-ubyte", "magic-images-idx3-ubyte"),
        new Case(1, "train few-images-idx3-ubyte --labels three-labels", "three-labels", "3", "4"),
        new Case(1, "train sizes", "sizes", "8", "9", "--resize"),
        new Case(1, "train ragged.csv", "ragged.csv", "line 3", "3", "2"),
        new Case(1, "train text.csv", "text.csv", "'b'", "'many'", "--categorical", "--ignore"),
        new Case(1, "train empty-column.csv", "empty-column.csv", "'b'", "--ignore"),
        new Case(1, "train nan.csv", "nan.csv", "line 3", "'b'", "NaN", "--nan-is-missing"),
        new Case(1, "train infinity.csv", "infinity.csv", "line 3", "'b'", "inf"),
        new Case(1, "train none.csv", "none.csv"),
        new Case(1, "train digits:0", "digits:0"),
        new Case(1, "evaluate MODEL narrow.csv", "narrow.csv", "2", "28×28"),
        new Case(1, "decode MODEL narrow.csv --out x.npy", "narrow.csv", "2", "8"));
  }

  static Stream<Case> badFlags() {
    return Stream.of(
        new Case(2, "train digits:50 --code 0", "--code", "at least 1", "0"),
        new Case(2, "train digits:50 --learning-rate -0.1", "--learning-rate", "above 0", "-0.1"),
        new Case(2, "train digits:50 --batch-size 0", "--batch-size", "at least 1"),
        new Case(2, "train digits:50 --dropout 1.5", "--dropout", "below 1", "1.5"),
        new Case(2, "train digits:50 --corruption masking:1.5", "--corruption", "(0, 1]", "1.5"),
        new Case(2, "train digits:50 --sparsity kl:1.5:1", "--sparsity", "(0, 1)", "1.5"),
        new Case(2, "train digits:50 --validation 1.5", "--validation", "below 1", "1.5"),
        new Case(2, "train digits:50 --code 8 --sparsity topk:9", "k", "9", "8"),
        new Case(2, "train digits:50 --activation rleu", "--activation", "'rleu'", "'relu'"),
        new Case(2, "train digits:50 --variant spars", "--variant", "'spars'", "'sparse'"),
        new Case(2, "train digits:50 --likelihood bernouli", "--likelihood", "'bernoulli'"),
        new Case(2, "train digits:50 --epochs many", "--epochs", "'many'", "whole number"),
        new Case(2, "train digits:50 --epocs 3", "'--epocs'", "--epochs"),
        new Case(2, "train t.csv --label class", "'--label'", "--label-column or --labels"),
        new Case(2, "train digits:50 --out", "--out", "FILE"),
        new Case(2, "train digits:50 --hidden 12,0", "--hidden", "12,0", "at least 1"),
        new Case(2, "train digits:50 --grey --rgb", "--grey", "--rgb"),
        new Case(2, "train digits:50 --resume", "--resume", "--checkpoint"),
        new Case(2, "info none.safetensors --validation digits:50", "--validation", "--reproduce"),
        new Case(2, "train", "missing DATA"),
        new Case(2, "train digits:50 extra", "'extra'"),
        new Case(2, "trian digits:50", "'trian'", "'train'"),
        new Case(2, "generate MODEL --traverse 99 --around digits:50 --out x.png", "99", "0 to 7"),
        new Case(2, "encode MODEL digits:50", "--out"));
  }

  static Stream<Case> badOutputs() {
    return Stream.of(
        new Case(2, "train digits:50 --out model.onnx", "--out", ".onnx", ".safetensors"),
        new Case(2, "train digits:50 --out sizes", "--out", "sizes"),
        new Case(2, "train digits:50 --out nan.csv/m.safetensors", "nan.csv", "not a folder"),
        new Case(2, "train digits:50 --out /proc/m.safetensors", "/proc", "cannot be written"),
        new Case(2, "encode MODEL digits:50 --out codes.txt", ".txt", ".npy", ".csv"),
        new Case(2, "encode MODEL digits:50 --out codes.png", ".png", ".npy", ".csv"),
        new Case(2, "compare digits:50 --out nan.csv", "nan.csv", "not a folder"));
  }

  static Stream<Case> badModels() {
    return Stream.of("info", "evaluate")
        .flatMap(
            command -> {
              String data = command.equals("info") ? "" : " digits:50";
              return Stream.of(
                  new Case(1, command + " half.safetensors" + data, "half.safetensors", "damaged"),
                  new Case(1, command + " nan.csv" + data, "nan.csv"),
                  new Case(1, command + " gone.safetensors" + data, "gone.safetensors", "no such"));
            });
  }

  @ParameterizedTest
  @MethodSource({"badData", "badFlags", "badOutputs", "badModels"})
  void ends_in_a_message_and_leaves_nothing(Case bad) {
    String command = bad.command.replace("MODEL", TrainedModels.plain().toString());
    List<String> before = files();
    hourglass.run(command.split(" ")).failed(bad.code, bad.fragments.toArray(String[]::new));
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void a_failure_leaves_what_was_there_before() throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.writeString(own.resolve("codes.csv"), "precious\n");
    new HourglassProcess(folder)
        .run("encode", TrainedModels.plain().toString(), "narrow.csv", "--out", "own/codes.csv")
        .failed(ExitCode.FAILURE, "narrow.csv");
    assertThat(own.resolve("codes.csv")).hasContent("precious\n");
    Files.delete(own.resolve("codes.csv"));
    Files.delete(own);
  }

  private static List<String> files() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(file -> !file.startsWith("own"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AutoClose private static HourglassSession hourglass;

  @BeforeAll
  static void prepare() throws IOException {
    hourglass = new HourglassSession(folder);
    byte[] images = idxImages(4);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(images);
    }
    write("cut-images-idx3-ubyte.gz", Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2));
    write("few-images-idx3-ubyte", images);
    write("three-labels", idxLabels(3));
    byte[] foreign = images.clone();
    foreign[2] = 0x42;
    write("magic-images-idx3-ubyte", foreign);
    Files.createDirectory(folder.resolve("sizes"));
    for (int size : new int[] {8, 9}) {
      BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
      ImageIO.write(image, "png", folder.resolve("sizes/" + size + ".png").toFile());
    }
    write("ragged.csv", "a,b,c\n1,2,3\n4,5\n6,7,8\n");
    StringBuilder text = new StringBuilder("a,b\n");
    for (int i = 0; i < 200; i++) {
      text.append(i).append(',').append(i == 120 ? "many" : Integer.toString(i)).append('\n');
    }
    write("text.csv", text.toString());
    write("empty-column.csv", "a,b\n1,\n2,\n3,\n");
    write("nan.csv", "a,b\n1,2\n2,NaN\n3,4\n");
    write("infinity.csv", "a,b\n1,2\n2,inf\n3,4\n");
    write("none.csv", "a,b\n");
    write("narrow.csv", "a,b\n1,2\n3,4\n");
    byte[] model = Files.readAllBytes(TrainedModels.plain());
    write("half.safetensors", Arrays.copyOf(model, model.length / 2));
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private static byte[] idxImages(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * 64);
    bytes.putInt(0x803).putInt(count).putInt(8).putInt(8);
    for (int i = 0; i < count * 64; i++) {
      bytes.put((byte) (i * 37));
    }
    return bytes.array();
  }

  private static byte[] idxLabels(int count) {
    return ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count).array();
  }
}
