package dev.hourglass.tasks.speech;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes a denoiser of clean recordings.
 *
 * @param options how
 * @param kernels that compute
 * @param listener who is told
 */
record SpeechFitting(SpeechOptions options, Kernels kernels, TrainingListener listener) {
  /** Recordings of fewer are no material. */
  private static final double SHORTEST_SECONDS = 0.1;

  /** No recording, however silent, is louder than this throughout. */
  private static final float SILENT = 1e-4f;

  SpeechDenoiser fit(List<Recording> clean) {
    List<float[]> voices = usable(clean);
    int rate = clean.getFirst().rate();
    int frequencies = Math.min(SpeechDenoiser.MOST_FREQUENCIES, Spectrogram.frequencies(rate));
    Mixtures mixtures = new Mixtures(voices, rate, frequencies, options.kinds(), options.seed());
    return options.live() ? live(voices, mixtures) : ofRecordings(mixtures);
  }

  /** Those that hold speech. */
  private static List<float[]> usable(List<Recording> clean) {
    List<float[]> usable = new ArrayList<>();
    int rate = clean.isEmpty() ? 0 : clean.getFirst().rate();
    for (Recording recording : clean) {
      if (recording.rate() != rate) {
        throw new DataException(
            "recordings of %d and of %d Hz cannot be fitted together; bring them to one rate"
                .formatted(rate, recording.rate()));
      }
      if (recording.seconds() >= SHORTEST_SECONDS && recording.peak() > SILENT) {
        usable.add(recording.mixed());
      }
    }
    if (usable.isEmpty()) {
      throw new DataException(
          "none of %d recordings holds speech: all are silent or shorter than %.1f s"
              .formatted(clean.size(), SHORTEST_SECONDS));
    }
    return usable;
  }

  private SpeechDenoiser ofRecordings(Mixtures mixtures) {
    Patches patches = new Patches(mixtures, options.seed());
    float[] weights = new float[mixtures.frequencies()];
    Arrays.fill(weights, 1);
    return restrained(
        trained(
            PlaneNetwork.blueprint(mixtures.frequencies()),
            PlaneNetwork.training(options.epochs(), options.seed()),
            new Pairs(patches.inputs(), patches.targets())),
        weights,
        mixtures);
  }

  private SpeechDenoiser live(List<float[]> voices, Mixtures mixtures) {
    float[] weights = MaskWeights.of(voices, mixtures.rate(), mixtures.frequencies());
    MixtureWindows windows = new MixtureWindows(mixtures, weights, Reach.LIVE, options.seed());
    return restrained(
        trained(
            MaskNetwork.blueprint(mixtures.frequencies(), Reach.LIVE),
            MaskNetwork.training(options.epochs(), options.seed()),
            new Pairs(windows.inputs(), windows.targets())),
        weights,
        mixtures);
  }

  private ModelFile.Model trained(Blueprint blueprint, Training training, Pairs pairs) {
    TrainingResult result =
        new Trainer(training, kernels)
            .withListener(listener)
            .train(blueprint, pairs, Optional.empty());
    return result.model(Preparation.none(pairs.inputs().shape()), training, pairs.inputs());
  }

  private SpeechDenoiser restrained(ModelFile.Model model, float[] weights, Mixtures mixtures) {
    SpeechDenoiser unrestrained = denoiser(model, weights, Restraint.none(), mixtures.rate());
    return denoiser(model, weights, mixtures.restraint(unrestrained), mixtures.rate());
  }

  private SpeechDenoiser denoiser(
      ModelFile.Model model, float[] weights, Restraint restraint, int rate) {
    return SpeechDenoiser.of(
        model.withSection(
            SpeechSection.CODEC,
            new SpeechSection.State(rate, weights, restraint, options.live())));
  }
}
