package dev.hourglass.tasks.speech;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes noise out of speech: fitted on clean recordings, saved in one model file, loaded, applied
 * to recordings of any rate and number of channels.
 *
 * <p>A denoising autoencoder reads short-time spectra of a mixture and writes how much of each is
 * the voice; the spectra are multiplied by that and added up again. Immutable and safe to use from
 * several threads.
 */
public final class SpeechDenoiser {
  /** Recordings of fewer are no material. */
  private static final double SHORTEST_SECONDS = 0.1;

  /** No recording, however silent, is louder than this throughout. */
  private static final float SILENT = 1e-4f;

  /** Frequencies above 8 kHz are treated as those just below. */
  private static final int MOST_FREQUENCIES = Spectrogram.frequencies(16_000);

  /** Windows of an epoch, at least and at most. */
  private static final int FEWEST_WINDOWS = 20_000;

  private static final int MOST_WINDOWS = 80_000;

  /** Windows before and after one by which it is told how strong the noise is: a second. */
  static final int AROUND = 125;

  /** Windows that are worked on at once: half a minute. */
  private static final int BLOCK = 4_000;

  private final ModelFile.Model model;
  private final SpeechSection.State state;

  private SpeechDenoiser(ModelFile.Model model, SpeechSection.State state) {
    this.model = model;
    this.state = state;
  }

  /**
   * Fits a denoiser.
   *
   * @param clean recordings of one rate; their channels are mixed
   * @throws DataException if they are of several rates, or all are silent or too short
   */
  public static SpeechDenoiser fit(
      List<Recording> clean, SpeechOptions options, Kernels kernels, TrainingListener listener) {
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
    int frequencies = Math.min(MOST_FREQUENCIES, Spectrogram.frequencies(rate));
    float[] weights = MaskWeights.of(usable, rate, frequencies);
    double perRecording = Spectrogram.OVERLAP / Spectrogram.SECONDS / rate;
    double windows = usable.stream().mapToDouble(samples -> samples.length * perRecording).sum();
    Mixtures mixtures =
        new Mixtures(
            usable,
            rate,
            weights,
            options.kinds(),
            (int) Math.clamp(windows, FEWEST_WINDOWS, MOST_WINDOWS),
            options.seed(),
            options.live() ? Reach.LIVE : Reach.FILE);
    Dataset inputs = mixtures.inputs();
    TrainingResult result =
        new Trainer(MaskNetwork.training(options.epochs(), options.seed()), kernels)
            .withListener(listener)
            .train(
                MaskNetwork.blueprint(frequencies, options.live() ? Reach.LIVE : Reach.FILE),
                new Pairs(inputs, mixtures.targets()),
                Optional.empty());
    ModelFile.Model model =
        result.model(
            Preparation.none(inputs.shape()),
            MaskNetwork.training(options.epochs(), options.seed()),
            inputs);
    SpeechSection.State unrestrained =
        new SpeechSection.State(rate, weights, Restraint.none(), options.live());
    Restraint restraint =
        mixtures.restraint(of(model.withSection(SpeechSection.CODEC, unrestrained)));
    return of(
        model.withSection(
            SpeechSection.CODEC,
            new SpeechSection.State(rate, weights, restraint, options.live())));
  }

  /**
   * The denoiser in a model file.
   *
   * @throws ModelFileException if there is none, or the file cannot be read
   */
  public static SpeechDenoiser load(Path file, Kernels kernels) {
    ModelFile.Model model = ModelFile.read(file, kernels);
    if (model.section(SpeechSection.CODEC).isEmpty()) {
      throw new ModelFileException(
          file.toString(),
          ModelFileException.Kind.FOREIGN,
          "it holds a model that denoises no speech, which 'denoise speech fit' makes");
    }
    try {
      return of(model);
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(
          file.toString(), ModelFileException.Kind.CORRUPT, e.getMessage());
    }
  }

  /**
   * The denoiser that a model holds.
   *
   * @throws IllegalArgumentException if it holds none
   */
  public static SpeechDenoiser of(ModelFile.Model model) {
    SpeechSection.State state =
        model
            .section(SpeechSection.CODEC)
            .orElseThrow(() -> new IllegalArgumentException("the model has no section of speech"));
    if (state.frequencies() < 1
        || state.frequencies() > MOST_FREQUENCIES
        || model.autoencoder().features() != state.reach().width(state.frequencies())
        || model.autoencoder().blueprint().targetFeatures() != state.frequencies()) {
      throw new IllegalArgumentException(
          "its network of %d features does not belong to %d frequencies"
              .formatted(model.autoencoder().features(), state.frequencies()));
    }
    return new SpeechDenoiser(model, state);
  }

  /** Writes the model file, whole or not at all. */
  public void save(Path file) {
    ModelFile.write(file, model);
  }

  /** The model with all that the denoiser keeps. */
  public ModelFile.Model model() {
    return model;
  }

  /** Samples a second of the recordings it was fitted on. */
  public int rate() {
    return state.rate();
  }

  /** Whether it was fitted to clean speech as it comes. */
  public boolean isLive() {
    return state.live();
  }

  /**
   * Cleans one channel as it comes.
   *
   * @param rate samples a second of what comes
   * @throws IllegalArgumentException if the denoiser was fitted to look ahead, or the rate is not
   *     above 0
   */
  public LiveDenoiser live(int rate) {
    return new LiveDenoiser(model.autoencoder(), state, rate);
  }

  /** A recording without its noise, each channel by itself; of the same rate, length and form. */
  public Recording denoise(Recording noisy) {
    float[][] channels = new float[noisy.channels().length][];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = denoise(noisy.channels()[c], noisy.rate());
    }
    return noisy.withChannels(channels);
  }

  private float[] denoise(float[] channel, int rate) {
    Spectrogram spectrogram = Spectrogram.of(channel, rate);
    float[][] powers = new float[spectrogram.frames()][state.frequencies()];
    for (int t = 0; t < powers.length; t++) {
      spectrogram.logPower(t, powers[t]);
    }
    FrameFeatures features = new FrameFeatures(powers, state.reach());
    float[][] masks = new float[powers.length][];
    for (int from = 0; from < powers.length; from += BLOCK) {
      fillMasks(features, from, Math.min(powers.length, from + BLOCK), masks);
    }
    double[] shares = shares(powers, masks);
    return spectrogram.filtered(
        state.frequencies(),
        (t, into) -> {
          for (int f = 0; f < into.length; f++) {
            into[f] = (float) (1 - shares[t] * (1 - masks[t][f]));
          }
        });
  }

  /**
   * How much of what the masks take away is taken away, by what they take in the seconds around.
   */
  private double[] shares(float[][] powers, float[][] masks) {
    double[] kept = new double[masks.length + 1];
    double[] taken = new double[masks.length + 1];
    for (int t = 0; t < masks.length; t++) {
      for (int f = 0; f < masks[t].length; f++) {
        double power = Math.exp(powers[t][f]);
        double mask = masks[t][f];
        kept[t + 1] += power * mask * mask;
        taken[t + 1] += power * (1 - mask) * (1 - mask);
      }
      kept[t + 1] += kept[t];
      taken[t + 1] += taken[t];
    }
    double[] shares = new double[masks.length];
    for (int t = 0; t < masks.length; t++) {
      int from = Math.max(0, t - AROUND);
      int to = Math.min(masks.length, t + (state.live() ? 0 : AROUND) + 1);
      shares[t] = state.restraint().share(kept[to] - kept[from], taken[to] - taken[from]);
    }
    return shares;
  }

  private void fillMasks(FrameFeatures features, int from, int to, float[][] masks) {
    int width = state.reach().width(state.frequencies());
    try (Arena arena = Arena.ofShared()) {
      long rowBytes = (long) width * Float.BYTES;
      MemorySegment rows = arena.allocate((to - from) * rowBytes, Tensor.ALIGNMENT);
      for (int t = from; t < to; t++) {
        features.copy(t, rows, (t - from) * rowBytes);
      }
      Tensor written =
          model.autoencoder().reconstruct(Dataset.over(rows, SampleShape.vector(width)));
      for (int t = from; t < to; t++) {
        masks[t] = written.row(t - from);
        for (int f = 0; f < masks[t].length; f++) {
          masks[t][f] = Math.min(1, masks[t][f] / state.weights()[f]);
        }
      }
    }
  }
}
