package dev.hourglass.bench.quality;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.tasks.compare.Variant;
import java.util.List;

/**
 * A variant as the main job asks for it, with what matters for it.
 *
 * @param variant how the command line calls it, what is trained and how, but for seed and precision
 * @param criteria what is measured
 */
record Candidate(Variant variant, List<Criterion> criteria) {

  private static final List<Integer> HIDDEN = List.of(128);
  private static final int CODE = 32;
  private static final int VARIATIONAL_EPOCHS = 10;

  /** All of them, the quickest and plainest first. */
  static List<Candidate> all(SampleShape shape) {
    return List.of(
        of(
            "undercomplete",
            Preset.UNDERCOMPLETE,
            Preset.UNDERCOMPLETE.blueprint(shape, HIDDEN, CODE),
            Criterion.mse(),
            Criterion.jacobianNorm()),
        of(
            "k-sparse",
            Preset.SPARSE,
            Preset.UNDERCOMPLETE
                .blueprint(shape, HIDDEN, 50)
                .withBottleneck(new Bottleneck.TopK(3)),
            Criterion.mse(),
            Criterion.fewestActive(),
            Criterion.mostActive(),
            Criterion.inactiveFraction()),
        of(
            "kl-sparse",
            Preset.SPARSE,
            Preset.UNDERCOMPLETE
                .blueprint(shape, HIDDEN, CODE)
                .withCode(256, Activation.SIGMOID)
                .withPenalty(new Penalty.KlSparsity(0.05, 3)),
            Criterion.mse(),
            Criterion.meanActivation(),
            Criterion.inactiveFraction()),
        of(
            "l1-sparse",
            Preset.SPARSE,
            Preset.SPARSE.blueprint(shape, HIDDEN, CODE),
            Criterion.mse(),
            Criterion.meanActivation(),
            Criterion.inactiveFraction()),
        denoising("denoising-salt-pepper", shape, new Corruption.SaltAndPepper(0.3)),
        denoising("denoising-gaussian", shape, new Corruption.Gaussian(0.5)),
        denoising("denoising-masking", shape, new Corruption.Masking(0.5)),
        of(
            "contractive",
            Preset.CONTRACTIVE,
            Preset.CONTRACTIVE.blueprint(shape, HIDDEN, CODE),
            Criterion.mse(),
            Criterion.jacobianNorm()),
        of(
                "variational",
                Preset.VARIATIONAL,
                Preset.VARIATIONAL.blueprint(shape, List.of(400), 20),
                Criterion.negativeElbo(),
                Criterion.mse())
            .withEpochs(VARIATIONAL_EPOCHS),
        of(
            "stochastic",
            Preset.STOCHASTIC,
            Preset.STOCHASTIC.blueprint(shape, HIDDEN, CODE),
            Criterion.negativeElbo(),
            Criterion.mse()));
  }

  private static Candidate denoising(String name, SampleShape shape, Corruption corruption) {
    return of(
        name,
        Preset.DENOISING,
        Preset.DENOISING.blueprint(shape, HIDDEN, CODE).withCorruption(corruption),
        Criterion.noisyMse(corruption),
        Criterion.mse());
  }

  private static Candidate of(
      String name, Preset preset, Blueprint blueprint, Criterion... criteria) {
    return new Candidate(new Variant(name, blueprint, preset.training()), List.of(criteria));
  }

  /** The same trained for so long. */
  Candidate withEpochs(int epochs) {
    return new Candidate(
        new Variant(variant.name(), variant.blueprint(), variant.training().withEpochs(epochs)),
        criteria);
  }
}
