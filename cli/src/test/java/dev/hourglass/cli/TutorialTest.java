package dev.hourglass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.HourglassProcess.Outcome;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.tasks.speech.Recording;
import dev.hourglass.tasks.speech.WavFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands that the document of a use begins with, one after another on small files of the
 * names they have there, and trained for a moment where the document trains for minutes.
 */
class TutorialTest {
  private static final Pattern FIRST_BLOCK = Pattern.compile("(?ms)^```\\n(.*?)^```");
  private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\./)?hourglass ([^#\\n]*)");

  @TempDir static Path folder;
  @AutoClose private static HourglassSession hourglass;
  private static final SplittableRandom random = new SplittableRandom(7);

  @BeforeAll
  static void start() throws IOException {
    hourglass = new HourglassSession(folder);
    digits("mnist/train", 300, 1);
    digits("mnist/t10k", 120, 2);
  }

  /** What is typed, shortened by the changes (pairs of a pattern and what to put instead). */
  private static void follow(String document, String... changes) throws IOException {
    String text = Files.readString(Path.of("../docs", document));
    Matcher block = FIRST_BLOCK.matcher(text.replaceAll("\\\\\\n\\s*", ""));
    assertThat(block.find()).as(document).isTrue();
    int commands = 0;
    for (Matcher each = COMMAND.matcher(block.group(1)); each.find(); commands++) {
      String command = each.group(1).strip();
      for (int i = 0; i < changes.length; i += 2) {
        command = command.replaceFirst(changes[i], changes[i + 1]);
      }
      Outcome outcome = hourglass.run(command.split(" +"));
      assertThat(outcome.exitCode()).as("%s: %s\n%s", document, command, outcome.err()).isZero();
      Matcher written = Pattern.compile("--(?:out|report) (\\S+)").matcher(command);
      while (written.find()) {
        assertThat(folder.resolve(written.group(1))).as(command).exists();
      }
    }
    assertThat(commands).as(document).isGreaterThan(1);
  }

  // ---- files as users have them ----

  private static void write(String name, List<String> lines) throws IOException {
    Files.write(folder.resolve(name), lines);
  }

  /** Images and labels as MNIST has them. */
  private static void digits(String name, int count, long seed) throws IOException {
    Dataset drawn = Digits.generate(count, seed);
    ByteBuffer images = ByteBuffer.allocate(16 + count * 784);
    images.putInt(0x803).putInt(count).putInt(28).putInt(28);
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    labels.putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      for (float level : drawn.row(i)) {
        images.put((byte) Math.round(255 * level));
      }
      labels.put(Byte.parseByte(drawn.labels().orElseThrow().name(i)));
    }
    Path to = folder.resolve(name + "-images-idx3-ubyte.gz");
    Files.createDirectories(to.getParent());
    packed(to, images.array());
    packed(folder.resolve(name + "-labels-idx1-ubyte.gz"), labels.array());
  }

  private static void packed(Path file, byte[] bytes) throws IOException {
    try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
  }

  private static void photo(String name) throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    double slope = random.nextDouble(0.5, 2);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        double level = 128 + 80 * Math.sin((x + slope * y) / 6) + 10 * random.nextGaussian();
        image.getRaster().setSample(x, y, 0, (int) Math.clamp(level, 0, 255));
      }
    }
    Path to = folder.resolve(name);
    Files.createDirectories(to.getParent());
    ImageIO.write(image, name.endsWith("jpg") ? "jpg" : "png", to.toFile());
  }

  private static void photos(String where, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      photo("%s/%02d.png".formatted(where, i));
    }
  }

  private static void voices(String where, int count) throws IOException {
    Files.createDirectories(folder.resolve(where));
    for (int v = 0; v < count; v++) {
      WavFile.write(folder.resolve(where).resolve(v + ".wav"), voice());
    }
  }

  private static Recording voice() {
    float[] samples = new float[4_800];
    double pitch = random.nextDouble(100, 220);
    for (int i = 0; i < samples.length; i++) {
      double swell = Math.max(0, Math.sin(i / 400.0));
      samples[i] = (float) (0.2 * swell * Math.sin(2 * Math.PI * pitch * i / 8_000));
    }
    return Recording.mono(samples, 8_000);
  }

  private static List<String> payments(int count, boolean labelled) {
    List<String> lines =
        new ArrayList<>(List.of("amount,hour,country" + (labelled ? ",fraud" : "")));
    for (int i = 0; i < count; i++) {
      boolean fraud = i % 20 == 7;
      double amount = (fraud ? 900 : 40) * Math.exp(0.3 * random.nextGaussian());
      String country = fraud ? "XX" : List.of("DE", "FR", "IT").get(random.nextInt(3));
      String end = labelled ? "," + (fraud ? 1 : 0) : "";
      lines.add("%.2f,%d,%s%s".formatted(amount, random.nextInt(24), country, end));
    }
    return lines;
  }

  // ---- the uses ----

  @Test
  void recipes() throws IOException {
    follow("recipes.md", "digits ", "digits:300 ", "--epochs 10", "--epochs 1");
  }

  @Test
  void anomalies_of_a_table() throws IOException {
    write("payments.csv", payments(300, false));
    write("new.csv", payments(60, false));
    write("labelled.csv", payments(100, true));
    follow("anomaly.md");
  }

  @Test
  void compression() throws IOException {
    for (String part : List.of("train", "t10k")) {
      String name = part + "-images-idx3-ubyte.gz";
      Files.copy(folder.resolve("mnist").resolve(name), folder.resolve(name));
    }
    // A dozen photos would not pay for what their file begins with.
    write("table.csv", payments(200, true));
    follow(
        "compression.md",
        "^compress ",
        "compress --epochs 1 --hidden 32 ",
        "photos/ --resize 64x64",
        "t10k-images-idx3-ubyte.gz");
  }

  @Test
  void features() throws IOException {
    follow("features.md", "^(train|finetune) ", "$1 --epochs 1 ");
  }

  @Test
  void generation() throws IOException {
    write("table.csv", payments(300, true));
    hourglass
        .run(
            ("train table.csv --label-column fraud --variant variational --code 2 --epochs 2"
                    + " --out table.safetensors")
                .split(" "))
        .succeeded();
    follow(
        "generation.md",
        "^train ",
        "train --epochs 1 ",
        "sick",
        "fraud",
        "mnist/ --test",
        "mnist/train-images-idx3-ubyte.gz --count 60 --test");
  }

  @Test
  void search() throws IOException {
    photos("photos", 12);
    photo("new.jpg");
    follow("search.md", "^index build ", "index build --epochs 1 --hidden 16 ");
  }

  @Test
  void recommendation() throws IOException {
    List<String> ratings = new ArrayList<>();
    List<String> later = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    List<String> films = new ArrayList<>(List.of("0113277", "0114369"));
    for (int i = 0; i < 38; i++) {
      films.add("%07d".formatted(i));
    }
    for (String film : films) {
      titles.add("%s::Film %s (1995)::Drama".formatted(film, film));
    }
    for (int user = 0; user < 160; user++) {
      for (int i = 0; i < 9; i++) {
        int film = 20 * (user % 2) + (int) (20 * Math.pow(random.nextDouble(), 1.5));
        (user < 150 ? ratings : later)
            .add("%d::%s::%d::%d".formatted(user, films.get(film), 6 + user % 4, 9_000 + 7 * i));
      }
    }
    write("ratings.dat", ratings);
    write("new.dat", later);
    write("movies.dat", titles);
    follow(
        "recommend.md",
        "--items 0113277,0114369",
        "--items 0113277",
        "500 --splits 5",
        "30 --networks 1 --epochs 5",
        "fit ratings.dat",
        "fit ratings.dat --networks 1 --epochs 5");
  }

  @Test
  void images_denoised() throws IOException {
    photos("scans", 6);
    photos("noisy", 2);
    photos("others", 2);
    follow("denoising.md", " fit ", " fit --epochs 1 ");
  }

  @Test
  void speech_denoised() throws IOException {
    voices("clean", 12);
    voices("others", 3);
    WavFile.write(folder.resolve("call.wav"), voice());
    follow("speech.md", " fit ", " fit --noise white --epochs 1 ");
  }

  @Test
  void text_corrected() throws IOException {
    List<String> words = new ArrayList<>();
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      StringBuilder word = new StringBuilder();
      for (int s = 0; s < 4; s++) {
        word.append("bdfgklmnprst".charAt(random.nextInt(12)));
        word.append("aeiou".charAt(random.nextInt(5)));
      }
      words.add(word.toString());
      pairs.add(String.format(Locale.ROOT, "%s\t%s", word.substring(1), word));
    }
    write("words.txt", words);
    write("misspellings.tsv", pairs.subList(0, 80));
    write("others.tsv", pairs.subList(80, 120));
    Files.write(
        folder.resolve("letter.txt"), String.join(" ", words.subList(0, 9)).getBytes(UTF_8));
    follow("text.md", " fit ", " fit --samples 2000 ");
  }
}
