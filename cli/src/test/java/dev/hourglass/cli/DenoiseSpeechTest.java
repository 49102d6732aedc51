package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.cli.HourglassProcess.Outcome;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.tasks.speech.NoiseKind;
import dev.hourglass.tasks.speech.Recording;
import dev.hourglass.tasks.speech.SpeechDenoiser;
import dev.hourglass.tasks.speech.SpeechEvaluation;
import dev.hourglass.tasks.speech.WavFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Speech without noise, from the command line. The voices are drawn: tones that come and go. */
class DenoiseSpeechTest {
  private static final int RATE = 8_000;

  @TempDir static Path folder;
  @AutoClose private static HourglassSession hourglass;

  private static float[] voice(Random random) {
    float[] voice = new float[RATE * 3 / 5];
    double pitch = 100 + 120 * random.nextDouble();
    double[] loudness = random.doubles(12).map(x -> x * x).toArray();
    double beat = 3 + 4 * random.nextDouble();
    for (int i = 0; i < voice.length; i++) {
      double sum = 0;
      for (int h = 1; h <= loudness.length; h++) {
        sum += loudness[h - 1] / h * Math.sin(2 * Math.PI * pitch * h * i / RATE);
      }
      double swell = Math.max(0, Math.sin(2 * Math.PI * beat * i / RATE));
      voice[i] = (float) (0.2 * sum * swell);
    }
    return voice;
  }

  @BeforeAll
  static void fit() throws IOException {
    hourglass = new HourglassSession(folder);
    Random random = new Random(2);
    Files.createDirectories(folder.resolve("clean"));
    Files.createDirectories(folder.resolve("others"));
    for (int i = 0; i < 68; i++) {
      String place = i < 60 ? "clean" : "others";
      WavFile.write(
          folder.resolve(place).resolve("v" + i + ".wav"), Recording.mono(voice(random), RATE));
    }
    Outcome fitted =
        hourglass.run(
            "denoise",
            "speech",
            "fit",
            "clean",
            "--noise",
            "pink",
            "--epochs",
            "3",
            "--out",
            "m.safetensors",
            "--json");
    assertThat(fitted.json()).containsEntry("recordings", 60).containsEntry("rate", RATE);
  }

  @Test
  void what_comes_on_standard_input_leaves_clean_as_it_comes() throws Exception {
    hourglass
        .run(
            "denoise",
            "speech",
            "fit",
            "others",
            "--noise",
            "hum",
            "--epochs",
            "1",
            "--live",
            "--out",
            "live.safetensors")
        .succeeded();
    byte[] pcm = new byte[RATE * 2];
    new Random(3).nextBytes(pcm);
    Path in = Files.write(folder.resolve("in.pcm"), pcm);
    Path out = folder.resolve("out.pcm");
    Process process =
        new HourglassProcess(folder)
            .start("denoise", "speech", "apply", "live.safetensors", "--live", "--channels", "2")
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(Files.size(out)).isEqualTo(pcm.length);
    assertThat(Files.readAllBytes(out)).isNotEqualTo(pcm);
    hourglass
        .run("denoise", "speech", "apply", "m.safetensors", "--live")
        .failed(2, "m.safetensors", "look a second ahead", "fit CLEAN --live");
    hourglass
        .run("denoise", "speech", "apply", "live.safetensors", "--live", "--out", "x.wav")
        .failed(2, "--live", "leave out");
    hourglass.run("denoise", "speech", "apply", "live.safetensors").failed(2, "--out FILE");
  }

  private static Map<String, Object> evaluated(String snr) {
    return hourglass
        .run(
            "denoise",
            "speech",
            "evaluate",
            "m.safetensors",
            "others",
            "--noise",
            "pink",
            "--snr",
            snr,
            "--report",
            "page.html",
            "--json")
        .json();
  }

  @Test
  void evaluate_gives_its_four_figures_and_they_are_better_afterwards() throws IOException {
    Map<String, Object> figures = evaluated("0");
    assertThat(Files.readString(folder.resolve("page.html")))
        .contains("data:image/png;base64,", "data:audio/wav;base64,UklGR", "pink noise at 0.0 dB")
        .doesNotContain(folder.toString());
    assertThat(figures).containsOnlyKeys("siSdrBefore", "siSdrAfter", "stoiBefore", "stoiAfter");
    double before = (Double) figures.get("siSdrBefore");
    assertThat(before).isBetween(-1.0, 1.0);
    assertThat((Double) figures.get("siSdrAfter")).isGreaterThan(before + 6);
    assertThat((Double) figures.get("stoiBefore")).isBetween(0.0, 1.0);
    assertThat((Double) figures.get("stoiAfter"))
        .isGreaterThan((Double) figures.get("stoiBefore") + 0.02);
    Map<String, Object> faint = evaluated("20");
    assertThat((Double) faint.get("siSdrAfter"))
        .isGreaterThan((Double) faint.get("siSdrBefore") + 1);
  }

  @Test
  void a_filter_that_knows_no_voices_leaves_more_of_the_noise() {
    List<Recording> others =
        WavFile.in(folder.resolve("others")).stream().map(WavFile::read).toList();
    SpeechDenoiser denoiser =
        SpeechDenoiser.load(folder.resolve("m.safetensors"), KernelLadder.climb(KernelChoice.AUTO));
    SpeechEvaluation judged =
        SpeechEvaluation.of(denoiser, others, new NoiseKind.Pink(), 0, Training.DEFAULT_SEED);
    assertThat(judged.siSdrAfter()).isGreaterThan(judged.wienerUntold() + 2);
    assertThat(judged.siSdrAfter()).isEqualTo(evaluated("0").get("siSdrAfter"));
  }

  @Test
  void a_recording_keeps_rate_length_channels_and_bits() {
    Random random = new Random(5);
    float[][] channels = {new float[10_000], new float[10_000]};
    for (float[] channel : channels) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] = (float) (0.1 * random.nextGaussian());
      }
    }
    WavFile.write(
        folder.resolve("stereo.wav"),
        new Recording(channels, 44_100, new Recording.Form(24, false)));
    Outcome applied =
        hourglass.run(
            "denoise", "speech", "apply", "m.safetensors", "stereo.wav", "--out", "clean.wav");
    assertThat(applied.exitCode()).as(applied.err()).isZero();
    Recording cleaned = WavFile.read(folder.resolve("clean.wav"));
    assertThat(cleaned.rate()).isEqualTo(44_100);
    assertThat(cleaned.length()).isEqualTo(10_000);
    assertThat(cleaned.channels()).hasNumberOfRows(2);
    assertThat(cleaned.form().bits()).isEqualTo(24);
    assertThat(energy(cleaned))
        .isLessThan(0.5 * energy(WavFile.read(folder.resolve("stereo.wav"))));
    Outcome all =
        hourglass.run("denoise", "speech", "apply", "m.safetensors", "others", "--out", "cleaned");
    assertThat(all.exitCode()).as(all.err()).isZero();
    assertThat(folder.resolve("cleaned").resolve("v63.wav")).exists();
  }

  @Test
  void a_clean_recording_is_left_nearly_alone_unless_it_is_said_to_be_noisy() {
    Recording clean = WavFile.read(folder.resolve("others").resolve("v63.wav"));
    String[] apply = {"denoise", "speech", "apply", "m.safetensors", "others/v63.wav", "--out"};
    hourglass.run(with(apply, "held.wav")).succeeded();
    hourglass.run(with(apply, "all.wav", "--unrestrained")).succeeded();
    double held = energy(WavFile.read(folder.resolve("held.wav")));
    assertThat(held).isBetween(0.9 * energy(clean), 1.1 * energy(clean));
    assertThat(energy(WavFile.read(folder.resolve("all.wav")))).isLessThan(held);
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
  }

  private static double energy(Recording recording) {
    double sum = 0;
    for (float sample : recording.channels()[0]) {
      sum += (double) sample * sample;
    }
    return sum;
  }

  @Test
  void what_cannot_be_used_is_told() throws IOException {
    Path mixed = Files.createDirectories(folder.resolve("mixed"));
    WavFile.write(mixed.resolve("a.wav"), Recording.mono(voice(new Random(1)), 8_000));
    WavFile.write(mixed.resolve("b.wav"), Recording.mono(voice(new Random(1)), 16_000));
    Outcome rates = hourglass.run("denoise", "speech", "fit", "mixed", "--noise", "white");
    assertThat(rates.exitCode()).isEqualTo(1);
    assertThat(rates.err())
        .contains("a.wav has 8000")
        .contains("b.wav has 16000")
        .contains("one rate");
    Path silent = Files.createDirectories(folder.resolve("silent"));
    WavFile.write(silent.resolve("a.wav"), Recording.mono(new float[8_000], 8_000));
    Outcome nothing = hourglass.run("denoise", "speech", "fit", "silent", "--noise", "white");
    assertThat(nothing.exitCode()).isEqualTo(1);
    assertThat(nothing.err()).contains("silent");
    Outcome unknown = hourglass.run("denoise", "speech", "fit", "clean", "--noise", "brown");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("--noise").contains("'brown'");
    assertThat(hourglass.run("denoise", "speech").err()).contains("fit, apply, evaluate");
  }
}
