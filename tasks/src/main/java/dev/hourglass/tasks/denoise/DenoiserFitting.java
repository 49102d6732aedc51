package dev.hourglass.tasks.denoise;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.PresetChanges;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.Kernels;
import java.util.Arrays;
import java.util.Optional;

/**
 * Fits a denoiser of pictures: the preset's U-shaped network, which learns to tell the noise in a
 * damaged piece from what is under it.
 *
 * <pre>{@code
 * Dataset clean = CleanPieces.read("scans", ReadOptions.defaults(), SILENT, remark -> {});
 * ModelFile.Model model = new DenoiserFitting(options, kernels, SILENT).fit(clean);
 * Picture out = PictureDenoiser.of(model).clean(noisy).picture();
 * }</pre>
 */
public final class DenoiserFitting {
  /** Pieces that are looked at to see how much detail noise makes. */
  private static final int MOST_SEEN = 500;

  private static final double ALL_BUT_FEW = 0.99;

  private final DenoiserOptions options;
  private final Kernels kernels;
  private final TrainingListener listener;

  /** Fits as the options say, watched. */
  public DenoiserFitting(DenoiserOptions options, Kernels kernels, TrainingListener listener) {
    this.options = options;
    this.kernels = kernels;
    this.listener = listener;
  }

  /**
   * Fits on clean pieces, which are damaged anew in every epoch.
   *
   * @param clean pictures with values from 0 to 1
   */
  public ModelFile.Model fit(Dataset clean) {
    Dataset noisy = new NoisyPieces(clean, options.noise(), options.seed());
    return fit(
        new Pairs(noisy, clean),
        new DenoiserSection(Optional.of(options.noise()), false, mostDetail(noisy)));
  }

  /**
   * Fits on pieces of which both are there.
   *
   * @param pairs noisy ones and clean ones, with values from 0 to 1
   */
  public ModelFile.Model fit(Pairs pairs) {
    return fit(pairs, new DenoiserSection(Optional.empty(), false, mostDetail(pairs.inputs())));
  }

  /**
   * Fits on noisy pieces alone: pixels are told from their neighbours, which show nearly the same
   * and share no noise. So the noise must hit each pixel by itself and be 0 on average, and what is
   * finer than two pixels is lost: a model of clean ones is better.
   *
   * @param noisy pictures with values from 0 to 1
   * @throws dev.hourglass.data.dataset.DataException if they are smaller than 32 × 32
   */
  public ModelFile.Model fitNoisy(Dataset noisy) {
    return fit(
        NeighbourPieces.of(noisy, options.seed()),
        new DenoiserSection(Optional.empty(), true, mostDetail(noisy)));
  }

  private ModelFile.Model fit(Pairs pairs, DenoiserSection section) {
    Blueprint blueprint = blueprint(pairs.inputs().shape());
    Training training = training(blueprint, pairs.size());
    TrainingResult result =
        new Trainer(training, kernels)
            .withListener(listener)
            .train(blueprint, pairs, Optional.empty());
    return result
        .model(Preparation.none(pairs.inputs().shape()), training, pairs.targets())
        .withSection(DenoiserSection.CODEC, section);
  }

  /**
   * The network for pieces of a shape: what it reads is what it is given, for whoever draws damage
   * of another kind.
   */
  public static Blueprint blueprint(SampleShape shape) {
    PresetChanges none = PresetChanges.none();
    PresetChanges changes =
        new PresetChanges(
            none.layers(),
            new PresetChanges.WeightChanges(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true)),
            none.code(),
            new PresetChanges.GoalChanges(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Corruption.None()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            none.prior());
    return Preset.DENOISING.blueprint(shape, changes);
  }

  private Training training(Blueprint blueprint, int samples) {
    Training usual =
        Preset.DENOISING
            .training(TrainingChanges.none(), blueprint, samples)
            .withSeed(options.seed());
    Training training = options.epochs().map(usual::withEpochs).orElse(usual);
    return options.timeLimit().map(training::withTimeLimit).orElse(training);
  }

  private static double mostDetail(Dataset noisy) {
    int[] seen = RowOrder.spread(noisy.size(), MOST_SEEN);
    double[] details =
        Arrays.stream(seen)
            .mapToDouble(
                row -> NoiseEstimate.of(new Picture(noisy.row(row), noisy.shape(), 8)).energy())
            .sorted()
            .toArray();
    return details[(int) (ALL_BUT_FEW * (details.length - 1))];
  }
}
