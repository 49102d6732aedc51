package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.data.dataset.BlockWalk;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.Layer;
import dev.hourglass.engine.network.Network;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

/**
 * Training around the mean μ of the training samples: the encoder learns from x − μ, and the
 * decoder starts at μ.
 *
 * <p>Features that are all positive push all weights of a unit the same way, which sends ReLUs to
 * their dead side and drowns what differs between samples (LeCun et al. 1998, "Efficient BackProp",
 * section 4.3). Since (x − μ) W + c = x W + (c − μ W), the mean goes into the first layer's bias
 * when training is over, and the model that comes out knows nothing of it.
 */
final class Centering {
  /** The most rows summed in float32 before their sum goes into double precision. */
  private static final int MOST_ROWS = 256;

  /** Keeps the start of a sigmoid output finite for features that are always 0 or 1. */
  private static final double SIGMOID_MARGIN = 0.01;

  private final Optional<double[]> mean;
  private final double[] targetMean;
  private final Optional<Tensor> minusMean;

  private Centering(Optional<double[]> mean, double[] targetMean) {
    this.mean = mean;
    this.targetMean = targetMean;
    this.minusMean = mean.map(Centering::negated);
  }

  private static Tensor negated(double[] mean) {
    Tensor negated = Tensor.allocate(1, mean.length);
    for (int f = 0; f < mean.length; f++) {
      negated.set(f, -mean[f]);
    }
    return negated;
  }

  /**
   * Around the means of these inputs and targets, at least one; the order of sums depends on
   * nothing else.
   */
  static Centering of(Pairs samples, Kernels kernels) {
    double[] mean = meanOf(samples.inputs(), kernels);
    return new Centering(
        Optional.of(mean), samples.isSame() ? mean : meanOf(samples.targets(), kernels));
  }

  /**
   * Around a mean that is known, for a start that has a decoder.
   *
   * @param mean {@code [1, features]}; empty to leave inputs as they are
   * @param targets numbers of a target
   */
  static Centering around(Optional<Tensor> mean, int targets) {
    return new Centering(
        mean.map(
            tensor -> {
              double[] numbers = new double[tensor.columns()];
              for (int f = 0; f < numbers.length; f++) {
                numbers[f] = tensor.get(f);
              }
              return numbers;
            }),
        new double[targets]);
  }

  /** {@code [1, features]}: the mean; empty where inputs stay as they are. */
  Optional<Tensor> mean() {
    return mean.map(
        numbers -> {
          Tensor tensor = Tensor.allocate(1, numbers.length);
          for (int f = 0; f < numbers.length; f++) {
            tensor.set(f, numbers[f]);
          }
          return tensor;
        });
  }

  /**
   * As a training of these samples does it.
   *
   * @param isAsked whether it is to be centred at all
   */
  static Centering of(boolean isAsked, Blueprint blueprint, Pairs samples, Kernels kernels) {
    return isAsked && !blueprint.skips() && !(samples.inputs() instanceof SparseSamples)
        ? of(samples, kernels)
        : ofTargets(samples, kernels);
  }

  /** Inputs stay as they are; the decoder starts at the targets' mean all the same. */
  static Centering ofTargets(Pairs samples, Kernels kernels) {
    return new Centering(Optional.empty(), meanOf(samples.targets(), kernels));
  }

  private static double[] meanOf(Dataset samples, Kernels kernels) {
    int features = samples.features();
    double[] mean = new double[features];
    int rows = BlockWalk.cachedRows(features, 1, MOST_ROWS);
    try (Arena arena = Arena.ofConfined()) {
      Tensor block = Tensor.allocate(arena, new Shape(rows, features), Format.FLOAT32);
      Tensor sums = Tensor.allocate(arena, Shape.vector(features), Format.FLOAT32);
      BlockWalk.over(
          samples,
          rows,
          block.segment(),
          (_, count) -> {
            kernels.columnSums(block.topRows(count), false, sums);
            for (int f = 0; f < features; f++) {
              mean[f] += sums.get(f);
            }
          });
    }
    for (int f = 0; f < features; f++) {
      mean[f] /= samples.size();
    }
    return mean;
  }

  /** {@code [1, features]}: −μ, which is added to every row that the encoder reads. */
  Optional<Tensor> shift() {
    return minusMean;
  }

  /**
   * Sets the last bias so that a decoder whose weights do nothing puts out the mean target. Not for
   * counts, whose outputs are no means; and not under L1: a decoder that is already right on
   * average gives the code too little reason to stay alive; nor with skips, where it begins at the
   * input.
   */
  void startAtMean(Blueprint blueprint, Networks networks, Tensor parameters) {
    if (blueprint.likelihood() instanceof Likelihood.Multinomial
        || blueprint.penalty(Penalty.L1.class).isPresent()
        || blueprint.skips()) {
      return;
    }
    Tensor bias = lastBias(networks.decoder()).of(parameters);
    boolean sigmoid = blueprint.outputActivation() == Activation.SIGMOID;
    for (int f = 0; f < targetMean.length; f++) {
      double bounded = Math.clamp(targetMean[f], SIGMOID_MARGIN, 1 - SIGMOID_MARGIN);
      bias.set(f, sigmoid ? Math.log(bounded / (1 - bounded)) : targetMean[f]);
    }
  }

  private static Slot lastBias(Network decoder) {
    return decoder.layers().getLast() instanceof Layer.Shift shift
        ? shift.bias()
        : decoder.denseLayers().getLast().bias();
  }

  /** Makes parameters that expect centred samples expect samples as they are. */
  void foldInto(Networks networks, Tensor parameters) {
    shift(networks, parameters, -1);
  }

  /** Makes parameters that expect samples as they are expect centred ones. */
  void unfold(Networks networks, Tensor parameters) {
    shift(networks, parameters, 1);
  }

  private void shift(Networks networks, Tensor parameters, int sign) {
    mean.ifPresent(
        mu -> {
          List<Layer.Dense> layers = networks.encoder().denseLayers();
          if (networks.encoder().layers().getFirst() instanceof Layer.Shift shift) {
            Tensor bias = shift.bias().of(parameters);
            for (int f = 0; f < mu.length; f++) {
              bias.set(f, bias.get(f) + sign * mu[f]);
            }
          } else {
            shift(mu, layers.getFirst().weight(), layers.getFirst().bias(), parameters, sign);
          }
          networks
              .encoder()
              .linearPath()
              .ifPresent(path -> shift(mu, path, layers.getLast().bias(), parameters, sign));
        });
  }

  private static void shift(double[] mu, Slot weights, Slot biases, Tensor parameters, int sign) {
    Tensor weight = weights.of(parameters);
    Tensor bias = biases.of(parameters);
    for (int unit = 0; unit < weight.columns(); unit++) {
      double shift = 0;
      for (int f = 0; f < mu.length; f++) {
        shift += mu[f] * weight.get(f, unit);
      }
      bias.set(unit, bias.get(unit) + sign * shift);
    }
  }
}
