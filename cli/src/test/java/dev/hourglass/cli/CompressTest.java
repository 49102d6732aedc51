package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.HourglassProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compressing and bringing back from the command line. */
class CompressTest {
  @TempDir static Path folder;

  @AutoClose private static HourglassSession hourglass;

  @BeforeAll
  static void start() {
    hourglass = new HourglassSession(folder);
  }

  private static Outcome run(String command) {
    return hourglass.run(command.split(" "));
  }

  @Test
  void digits_take_what_they_may_and_come_back_unless_damaged() throws IOException {
    Map<String, Object> figures =
        run("compress digits:300 --bytes 12 --epochs 1 --hidden 16 --similarity-ready --out d.hgz"
                + " --report d.html --json")
            .json();
    assertThat((Double) figures.get("bytesPerItem")).isBetween(8.0, 12.0);
    assertThat((Double) figures.get("bitsPerPixel")).isLessThan(12 * 8 / 784.0);
    assertThat((Double) figures.get("psnr")).isGreaterThan(10);
    assertThat((Double) figures.get("ssim")).isBetween(0.0, 1.0);
    assertThat(((Number) figures.get("modelBytes")).longValue())
        .isEqualTo(Files.size(folder.resolve("d.hgz.safetensors")));
    assertThat(folder.resolve("d.hgz.codes.npy")).exists();
    assertThat(folder.resolve("d.html")).content().contains("JPEG, no header: ");
    Map<String, Object> back = run("decompress d.hgz --out d.npy --json").json();
    assertThat(back).containsEntry("restored", 300).containsEntry("psnr", figures.get("psnr"));
    // Bytes of 28 × 28 pixels behind a header of 128.
    assertThat(Files.size(folder.resolve("d.npy"))).isEqualTo(128 + 300 * 784);

    byte[] bytes = Files.readAllBytes(folder.resolve("d.hgz"));
    bytes[bytes.length * 3 / 4] ^= 1;
    Files.write(folder.resolve("bad.hgz"), bytes);
    Outcome refused = run("decompress bad.hgz --model d.hgz.safetensors --out bad.npy");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("bad.hgz: block ").contains("--salvage");
    assertThat(folder.resolve("bad.npy")).doesNotExist();
    Outcome salvaged =
        run("decompress bad.hgz --model d.hgz.safetensors --salvage --out pictures --json");
    assertThat(salvaged.err()).contains("are lost: block ");
    assertThat(salvaged.json()).doesNotContainKeys("psnr", "bytesPerItem");
    assertThat(folder.resolve("pictures").toFile().list())
        .hasSize((Integer) salvaged.json().get("restored"))
        .allMatch(name -> name.endsWith(".png"));
  }

  @Test
  void a_table_comes_back_to_the_byte() throws IOException {
    StringBuilder text = new StringBuilder("name,a,b\n");
    for (int i = 0; i < 150; i++) {
      text.append("row ").append(i % 9).append(',').append(i / 8.0).append(",\"").append(i * i);
      text.append("\"\n");
    }
    Path table = Files.writeString(folder.resolve("t.csv"), text);
    run("compress t.csv --lossless --model-inside --epochs 1 --out t.hgz").succeeded();
    run("decompress t.hgz --out back.csv").succeeded();
    assertThat(folder.resolve("back.csv")).hasSameBinaryContentAs(table);
  }

  @Test
  void a_table_larger_than_memory_goes_through_and_a_pipe_gives_the_same() throws Exception {
    run("compress digits:40 --bytes 9 --epochs 1 --out - --json")
        .failed(2, "goes to standard output", "--json");
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("a,b,c,d\n");
    for (int i = 0; i < 250_000; i++) {
      int a = random.nextInt(1000);
      text.append(a).append(',').append(2 * a).append(',').append(1000 - a).append(",7\n");
      if (i == 500) {
        Files.writeString(folder.resolve("few.csv"), text);
      }
    }
    Files.writeString(folder.resolve("many.csv"), text);
    run("train few.csv --code 1 --epochs 2 --hidden 8 --out m.safetensors").succeeded();
    String compress = "compress many.csv --model m.safetensors --bytes 2 --out ";
    assertThat(inLittleMemory(compress + "many.hgz", "many.csv", "none")).isZero();
    String decompress = "decompress many.hgz --model m.safetensors --out ";
    assertThat(inLittleMemory(decompress + "many.npy", "many.hgz", "none")).isZero();
    assertThat(Files.size(folder.resolve("many.npy"))).isEqualTo(128 + 250_000L * 4 * 8);
    String piped = compress.replace("many.csv", "-") + "-";
    assertThat(inLittleMemory(piped, "many.csv", "piped.hgz")).isZero();
    assertThat(folder.resolve("piped.hgz")).hasSameBinaryContentAs(folder.resolve("many.hgz"));
  }

  /** Whole, the rows alone would take more than there is. */
  private static int inLittleMemory(String command, String in, String out) throws Exception {
    ProcessBuilder process = new HourglassProcess(folder, true).start(command.split(" "));
    process.command().add(process.command().indexOf("-cp"), "-Xmx20m");
    return process
        .redirectInput(folder.resolve(in).toFile())
        .redirectOutput(folder.resolve(out).toFile())
        .redirectError(folder.resolve("err.txt").toFile())
        .start()
        .waitFor();
  }

  @Test
  void one_budget_is_asked_for() {
    Outcome none = run("compress digits:10 --out n.hgz");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("say one of --bytes N, --bits-per-pixel X and --lossless");
  }
}
