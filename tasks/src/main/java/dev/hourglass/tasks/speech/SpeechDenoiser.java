package dev.hourglass.tasks.speech;

import dev.hourglass.autoencoder.blueprint.AnySize;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.engine.kernel.Kernels;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes noise out of speech: fitted on clean recordings, saved in one model file, loaded, applied
 * to recordings of any rate and number of channels.
 *
 * <p>A denoising autoencoder reads short-time spectra of a mixture and writes how much of each is
 * the voice; the spectra are multiplied by that and added up again. Immutable and safe to use from
 * several threads.
 */
public final class SpeechDenoiser {
  /** Frequencies above 8 kHz are treated as those just below. */
  static final int MOST_FREQUENCIES = Spectrogram.frequencies(16_000);

  /** Windows before and after one by which it is told how strong the noise is: a second. */
  static final int AROUND = 125;

  private final ModelFile.Model model;
  private final SpeechSection.State state;
  private final MaskFinder finder;

  private SpeechDenoiser(ModelFile.Model model, SpeechSection.State state, MaskFinder finder) {
    this.model = model;
    this.state = state;
    this.finder = finder;
  }

  /**
   * Fits a denoiser.
   *
   * @param clean recordings of one rate; their channels are mixed
   * @throws DataException if they are of several rates, or all are silent or too short
   */
  public static SpeechDenoiser fit(
      List<Recording> clean, SpeechOptions options, Kernels kernels, TrainingListener listener) {
    return new SpeechFitting(options, kernels, listener).fit(clean);
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
        || !isOfItsNetwork(state, model.autoencoder().blueprint())) {
      throw new IllegalArgumentException(
          "its network of %d features does not belong to %d frequencies"
              .formatted(model.autoencoder().features(), state.frequencies()));
    }
    MaskFinder masks =
        model.autoencoder().blueprint().masks()
            ? MaskFinder.Planes.over(model.autoencoder())
            : new MaskFinder.Windows(model.autoencoder(), state);
    return new SpeechDenoiser(model, state, masks);
  }

  private static boolean isOfItsNetwork(SpeechSection.State state, Blueprint blueprint) {
    return blueprint.masks()
        ? !state.live()
            && blueprint.shape().channels() == SpectrumPlane.CHANNELS
            && blueprint.shape().width() == SpectrumPlane.width(state.frequencies())
            && AnySize.is(blueprint)
        : blueprint.features() == state.reach().width(state.frequencies())
            && blueprint.targetFeatures() == state.frequencies();
  }

  /** Writes the model file, whole or not at all. */
  public void save(Path file) {
    ModelFile.write(file, model);
  }

  /** The model with all that the denoiser keeps. */
  public ModelFile.Model model() {
    return model;
  }

  /**
   * The same, but it takes away all that it takes for noise, also where it finds so little that
   * much of that is the voice: for recordings that are known to be noisy.
   */
  public SpeechDenoiser unrestrained() {
    return of(
        model.withSection(
            SpeechSection.CODEC,
            new SpeechSection.State(
                state.rate(), state.weights(), Restraint.none(), state.live())));
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
    float[][] masks = finder.of(powers);
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
}
