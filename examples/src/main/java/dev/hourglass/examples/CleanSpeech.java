package dev.hourglass.examples;

import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.speech.NoiseKind;
import dev.hourglass.tasks.speech.Recording;
import dev.hourglass.tasks.speech.SpeechDenoiser;
import dev.hourglass.tasks.speech.SpeechEvaluation;
import dev.hourglass.tasks.speech.SpeechOptions;
import dev.hourglass.tasks.speech.WavFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Takes white noise out of voices that are made up here: a pitch with its overtones, swelling and
 * falling. With recordings of people it is the same: {@code WavFile.read} in the place of {@code
 * voice}.
 */
public final class CleanSpeech {
  private static final int RATE = 8_000;
  private static final int OVERTONES = 12;

  private CleanSpeech() {}

  /** Runs it; the model and a clean recording go to the folder {@code args[0]}. */
  public static void main(String[] args) {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Path folder = Path.of(args.length == 0 ? "target" : args[0]);
    SplittableRandom random = new SplittableRandom(1);
    List<Recording> voices = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      voices.add(voice(random));
    }
    NoiseKind white = new NoiseKind.White();
    SpeechOptions options = SpeechOptions.defaults().withKinds(List.of(white)).withEpochs(3);
    SpeechDenoiser.fit(voices.subList(0, 20), options, kernels, TrainingListener.SILENT)
        .save(folder.resolve("voices.safetensors"));

    SpeechDenoiser denoiser = SpeechDenoiser.load(folder.resolve("voices.safetensors"), kernels);
    List<Recording> others = voices.subList(20, 30);
    SpeechEvaluation judged = SpeechEvaluation.of(denoiser, others, white, 0, 1);
    System.out.printf(
        Locale.ROOT,
        "SI-SDR %.1f dB, cleaned %.1f dB, by a Wiener filter told the noise %.1f dB%n",
        judged.siSdrBefore(),
        judged.siSdrAfter(),
        judged.wienerTold());
    WavFile.write(folder.resolve("clean.wav"), denoiser.denoise(others.getFirst()));
  }

  private static Recording voice(SplittableRandom random) {
    double pitch = random.nextDouble(100, 220);
    double beat = random.nextDouble(3, 7);
    double[] loudness = random.doubles(OVERTONES).toArray();
    float[] samples = new float[RATE];
    for (int i = 0; i < samples.length; i++) {
      double sum = 0;
      for (int h = 1; h <= OVERTONES; h++) {
        sum += loudness[h - 1] / h * Math.sin(2 * Math.PI * pitch * h * i / RATE);
      }
      samples[i] = (float) (0.2 * sum * Math.max(0, Math.sin(2 * Math.PI * beat * i / RATE)));
    }
    return Recording.mono(samples, RATE);
  }
}
