package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.SwapDonors;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;

/**
 * What a model makes of samples, as they are or corrupted first, and how far that is from what it
 * should be.
 */
record Reconstructions(Blueprint blueprint, InferencePool pool) {
  /** {@code [size, target features]}. */
  Tensor of(Dataset samples, Corruption corruption, long seed) {
    Tensor reconstructions = Tensor.allocate(samples.size(), blueprint.targetFeatures());
    forEach(
        samples,
        corruption,
        seed,
        (pass, from, count) ->
            InferencePool.store(pass.reconstruction(), reconstructions, from, count));
    return reconstructions;
  }

  /**
   * Squared error per target feature.
   *
   * @throws IllegalArgumentException when targets have another number of features
   */
  double[] errors(Pairs pairs, Corruption corruption, long seed) {
    checkTargets(pairs);
    double[] errors = new double[pairs.size()];
    int[] order = RowOrder.all(pairs.size());
    forEach(
        pairs.inputs(),
        corruption,
        seed,
        (pass, from, count) -> {
          if (pass.targets() != pass.samples()) {
            pairs.targets().gather(order, from, count, pass.targets().segment());
          }
          Tensor rows = pass.squaredErrors();
          for (int r = 0; r < count; r++) {
            errors[from + r] = rows.get(r) / blueprint.targetFeatures();
          }
        });
    return errors;
  }

  private void checkTargets(Pairs pairs) {
    if (pairs.targets().features() != blueprint.targetFeatures()) {
      throw new IllegalArgumentException(
          "the targets have %d features, but the model puts out %d (%s)"
              .formatted(
                  pairs.targets().features(), blueprint.targetFeatures(), blueprint.targetShape()));
    }
    if (pairs.isSame() && blueprint.objective().target().isPresent()) {
      throw new IllegalArgumentException(
          "this model was trained on targets of their own (%s): give pairs of inputs and targets"
              .formatted(blueprint.targetShape()));
    }
  }

  private void forEach(
      Dataset samples, Corruption corruption, long seed, InferencePool.Chunk work) {
    long key = Noise.key(seed, NoisePurpose.CORRUPTED, 0, 0);
    pool.forEachChunk(
        samples,
        (pass, from, count) -> {
          if (corruption.isPresent()) {
            Tensor corrupted = Tensor.allocate(pass.rows(), blueprint.features());
            pass.encodeCorrupted(corruption, key, from, corrupted, new SwapDonors(samples));
          } else {
            pass.encode();
          }
          pass.decode();
          work.accept(pass, from, count);
        });
  }
}
