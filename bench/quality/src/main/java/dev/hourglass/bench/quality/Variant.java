package dev.hourglass.bench.quality;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import java.util.List;

/**
 * One member of the family as the main job asks for it, with the figures that matter for it.
 *
 * @param name how the command line calls it
 * @param blueprint what is trained
 * @param training how, but for seed and precision
 * @param figures what is measured
 */
record Variant(String name, Blueprint blueprint, Training training, List<Figure> figures) {

  private static final List<Integer> HIDDEN = List.of(128);
  private static final int CODE = 32;
  private static final int VARIATIONAL_EPOCHS = 10;

  /** All of them, the quickest and plainest first. */
  static List<Variant> all(SampleShape shape) {
    return List.of(
        of(
            "undercomplete",
            Preset.UNDERCOMPLETE,
            Preset.UNDERCOMPLETE.blueprint(shape, HIDDEN, CODE),
            Figure.mse(),
            Figure.jacobianNorm()),
        of(
            "k-sparse",
            Preset.SPARSE,
            Preset.UNDERCOMPLETE
                .blueprint(shape, HIDDEN, 50)
                .withBottleneck(new Bottleneck.TopK(3)),
            Figure.mse(),
            Figure.fewestActive(),
            Figure.mostActive(),
            Figure.inactiveFraction()),
        of(
            "kl-sparse",
            Preset.SPARSE,
            Preset.UNDERCOMPLETE
                .blueprint(shape, HIDDEN, CODE)
                .withCode(256, Activation.SIGMOID)
                .withPenalty(new Penalty.KlSparsity(0.05, 3)),
            Figure.mse(),
            Figure.meanActivation(),
            Figure.inactiveFraction()),
        of(
            "l1-sparse",
            Preset.SPARSE,
            Preset.SPARSE.blueprint(shape, HIDDEN, CODE),
            Figure.mse(),
            Figure.meanActivation(),
            Figure.inactiveFraction()),
        denoising("denoising-salt-pepper", shape, new Corruption.SaltAndPepper(0.3)),
        denoising("denoising-gaussian", shape, new Corruption.Gaussian(0.5)),
        denoising("denoising-masking", shape, new Corruption.Masking(0.5)),
        of(
            "contractive",
            Preset.CONTRACTIVE,
            Preset.CONTRACTIVE.blueprint(shape, HIDDEN, CODE),
            Figure.mse(),
            Figure.jacobianNorm()),
        of(
                "variational",
                Preset.VARIATIONAL,
                Preset.VARIATIONAL.blueprint(shape, List.of(400), 20),
                Figure.negativeElbo(),
                Figure.mse())
            .withEpochs(VARIATIONAL_EPOCHS),
        of(
            "stochastic",
            Preset.STOCHASTIC,
            Preset.STOCHASTIC.blueprint(shape, HIDDEN, CODE),
            Figure.negativeElbo(),
            Figure.mse()));
  }

  private static Variant denoising(String name, SampleShape shape, Corruption corruption) {
    return of(
        name,
        Preset.DENOISING,
        Preset.DENOISING.blueprint(shape, HIDDEN, CODE).withCorruption(corruption),
        Figure.noisyMse(corruption),
        Figure.mse());
  }

  private static Variant of(String name, Preset preset, Blueprint blueprint, Figure... figures) {
    return new Variant(name, blueprint, preset.training(), List.of(figures));
  }

  /** The same variant trained for so long. */
  Variant withEpochs(int epochs) {
    return new Variant(name, blueprint, training.withEpochs(epochs), figures);
  }
}
