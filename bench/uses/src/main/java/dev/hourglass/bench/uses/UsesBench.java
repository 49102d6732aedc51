package dev.hourglass.bench.uses;

import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.bench.PeakMemory;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.anomaly.image.ImageDetector;
import dev.hourglass.tasks.anomaly.image.ImageDetectorFitting;
import dev.hourglass.tasks.anomaly.image.ImageDetectorOptions;
import dev.hourglass.tasks.denoise.DenoiserFitting;
import dev.hourglass.tasks.denoise.DenoiserOptions;
import dev.hourglass.tasks.denoise.NoiseMixture;
import dev.hourglass.tasks.denoise.PictureDenoiser;
import dev.hourglass.tasks.speech.LiveDenoiser;
import dev.hourglass.tasks.speech.Recording;
import dev.hourglass.tasks.speech.SpeechDenoiser;
import dev.hourglass.tasks.speech.SpeechOptions;
import dev.hourglass.tasks.text.CorrectorOptions;
import dev.hourglass.tasks.text.TextCorrector;
import dev.hourglass.tasks.text.WordCorrector;
import dev.hourglass.tasks.text.WordList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Prints rows of a table: what is done, how fast, what was aimed at, most memory. The models are
 * the usual ones, fitted for a moment on drawn material: what they have learned costs no time.
 */
public final class UsesBench {
  private static final int PIECE = 128;
  private static final int WORDS = 40_000;
  private static final int RATE = 8_000;

  private UsesBench() {}

  /** Measures images, defects, speech or text. */
  public static void main(String[] arguments) throws IOException {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    switch (arguments[0]) {
      case "images" -> images(kernels);
      case "defects" -> defects(kernels);
      case "speech" -> speech(kernels);
      case "text" -> text(kernels);
      default -> throw new IllegalArgumentException("no such use: " + arguments[0]);
    }
  }

  private static void images(Kernels kernels) throws IOException {
    PictureDenoiser denoiser =
        PictureDenoiser.of(
            new DenoiserFitting(
                    DenoiserOptions.defaults().withEpochs(1), kernels, TrainingListener.SILENT)
                .fit(drawn(12)));
    Picture large = drawn(3_000, 4_000, 1);
    Picture noisy = NoiseMixture.parse("gaussian:0.1").apply(large, 1, 0);
    long start = System.nanoTime();
    denoiser.clean(noisy);
    row("12 megapixels of grey cleaned", "%.1f s", seconds(start), "60 s, 1 GB");
  }

  private static void defects(Kernels kernels) throws IOException {
    ImageDetector detector =
        new ImageDetectorFitting(
                ImageDetectorOptions.defaults().withEpochs(1), kernels, TrainingListener.SILENT)
            .fit(drawn(24));
    Dataset images = drawn(256);
    List<SampleShape> shapes = Collections.nCopies(images.size(), detector.shape());
    detector.look(images, shapes);
    long start = System.nanoTime();
    detector.look(images, shapes);
    row("images of 128 × 128 looked at", "%.0f a second", images.size() / seconds(start), "");
  }

  private static void speech(Kernels kernels) throws IOException {
    List<Recording> voices = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      voices.add(Recording.mono(voice(RATE, i), RATE));
    }
    SpeechDenoiser denoiser =
        SpeechDenoiser.fit(
            voices,
            SpeechOptions.defaults().withEpochs(1).withLive(true),
            kernels,
            TrainingListener.SILENT);
    float[] minute = voice(60 * RATE, 99);
    double best = 0;
    for (int round = 0; round < 3; round++) {
      LiveDenoiser live = denoiser.live(RATE);
      long start = System.nanoTime();
      for (int from = 0; from < minute.length; from += RATE / 50) {
        float[] piece = new float[RATE / 50];
        System.arraycopy(minute, from, piece, 0, piece.length);
        live.push(piece);
      }
      live.finish();
      best = Math.max(best, 60 / seconds(start));
    }
    row("live speech, 8 kHz, one thread", "%.0f × real time", best, "30 ×");
  }

  private static void text(Kernels kernels) throws IOException {
    List<String> words = words();
    WordCorrector corrector =
        WordCorrector.fit(
            WordList.of(words),
            List.of(),
            CorrectorOptions.defaults(words.size()).withSamples(20_000),
            kernels,
            TrainingListener.SILENT);
    Random random = new Random(5);
    List<List<String>> right = new ArrayList<>();
    for (int block = 0; block < 50; block++) {
      List<String> lines = new ArrayList<>();
      for (int line = 0; line < 2_000; line++) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < 10; word++) {
          text.append(words.get(random.nextInt(words.size()))).append(' ');
        }
        lines.add(text.toString());
      }
      right.add(lines);
    }
    TextCorrector reader = new TextCorrector(corrector, TextCorrector.DEFAULT_CONFIDENCE);
    long start = System.nanoTime();
    for (List<String> lines : right) {
      reader.correct(lines, _ -> true);
    }
    row("right words read", "%,.0f a second", 1_000_000 / seconds(start), "100,000");
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < 24_000; i++) {
      String word = words.get(i);
      int at = 1 + random.nextInt(word.length() - 2);
      wrong.add(word.substring(0, at) + word.substring(at + 1));
    }
    corrector.suggestions(wrong.subList(0, 8_000), 1);
    start = System.nanoTime();
    corrector.suggestions(wrong.subList(8_000, 24_000), 1);
    row("misspelt words put right", "%,.0f a second", 16_000 / seconds(start), "2,000");
  }

  // ---- what is drawn ----

  private static Dataset drawn(int count) {
    float[] all = new float[count * PIECE * PIECE];
    for (int i = 0; i < count; i++) {
      System.arraycopy(drawn(PIECE, PIECE, i).values(), 0, all, i * PIECE * PIECE, PIECE * PIECE);
    }
    return Dataset.ofFloats(all, SampleShape.image(1, PIECE, PIECE));
  }

  private static Picture drawn(int height, int width, long seed) {
    Random random = new Random(seed);
    double phase = 6 * random.nextDouble();
    float[] values = new float[height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        values[y * width + x] = Math.sin(x / 9.0 + phase) > Math.cos(y / 13.0) ? 0.7f : 0.3f;
      }
    }
    return new Picture(values, SampleShape.image(1, height, width), 8);
  }

  private static float[] voice(int length, long seed) {
    Random random = new Random(seed);
    double pitch = 100 + 120 * random.nextDouble();
    float[] voice = new float[length];
    for (int i = 0; i < length; i++) {
      double time = 2 * Math.PI * i / RATE;
      double swell = Math.max(0, Math.sin(4 * time));
      voice[i] =
          (float)
              (0.2 * swell * (Math.sin(pitch * time) + 0.5 * Math.sin(2 * pitch * time))
                  + 0.02 * random.nextGaussian());
    }
    return voice;
  }

  private static List<String> words() {
    Random random = new Random(11);
    Set<String> words = new LinkedHashSet<>();
    while (words.size() < WORDS) {
      StringBuilder word = new StringBuilder();
      int syllables = 2 + random.nextInt(3);
      for (int s = 0; s < syllables; s++) {
        word.append("bcdfghklmnprstvwz".charAt(random.nextInt(17)))
            .append("aeiou".charAt(random.nextInt(5)));
        if (random.nextInt(3) == 0) {
          word.append("lnrst".charAt(random.nextInt(5)));
        }
      }
      words.add(word.toString());
    }
    return List.copyOf(words);
  }

  // ---- the table ----

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void row(String what, String format, double figure, String aim)
      throws IOException {
    System.out.printf(
        "| %s | %s | %s | %s |%n",
        what, String.format(Locale.ROOT, format, figure), aim, PeakMemory.mib());
  }
}
