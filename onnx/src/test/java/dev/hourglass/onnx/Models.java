package dev.hourglass.onnx;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.DataIdentity;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Models whose parameters are all drawn at random, biases, gains and linear paths too. */
final class Models {
  static final Kernels KERNELS = KernelLadder.climb(KernelChoice.PORTABLE);

  private Models() {}

  static Autoencoder random(Blueprint blueprint, long seed) {
    Networks networks = Networks.of(blueprint);
    Tensor parameters = Tensor.allocate(1, networks.layout().size());
    networks.initialize(blueprint, seed, parameters);
    Random random = new Random(seed);
    for (Slot slot : networks.layout().slots()) {
      for (int i = slot.offset(); i < slot.end(); i++) {
        parameters.set(i, parameters.get(i) + 0.2 * random.nextGaussian());
      }
    }
    return Autoencoder.of(blueprint, parameters, KERNELS);
  }

  static ModelFile.Model of(Autoencoder autoencoder, Preparation preparation) {
    return new ModelFile.Model(
        autoencoder,
        preparation,
        Training.defaults(),
        new Provenance(
            "test",
            "2026-11-28T00:00:00Z",
            new DataIdentity("memory", Optional.empty(), 1),
            Optional.empty(),
            new Provenance.Outcome(1, 1, 0.5, Optional.empty()),
            new Provenance.Computation("float32", "portable", 0),
            List.of()));
  }

  static ModelFile.Model of(Blueprint blueprint, long seed) {
    return of(random(blueprint, seed), Preparation.none(blueprint.shape()));
  }

  /** Numbers from 0 to 1. */
  static float[][] samples(int count, int features, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[count][features];
    for (float[] row : rows) {
      for (int f = 0; f < features; f++) {
        row[f] = random.nextFloat();
      }
    }
    return rows;
  }
}
