package dev.hourglass.autoencoder.pca;

import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.Network;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * Where a linear path starts: as the samples' principal components, the layers beside it adding
 * nothing yet, so that training begins where PCA ends. A unit of the code starts as a component
 * divided by its standard deviation, so that what the decoder's layers read varies alike in all of
 * them. Where codes are drawn that is their prior's variance, and with the posterior's and the
 * output's variance as below the start is the optimum of a linear variational autoencoder (Lucas et
 * al. 2019, "Don't Blame the ELBO!", after Tipping and Bishop 1999).
 */
public final class LinearStart {
  /** A component with less than this share of the first one's variance is rounding. */
  private static final double LEAST_VARIANCE = 1e-7;

  /** No less than this share of the samples' variance is taken for noise. */
  private static final double LEAST_NOISE = 1e-4;

  private LinearStart() {}

  /**
   * Writes both paths, and zero into the weights of the layers that they end beside. Where targets
   * are others than the inputs, nobody knows yet what a code means for them: the decoder's path
   * starts at zero and its layers as they were drawn.
   *
   * @param samples whose inputs have the components
   * @param parameters {@code [1, n]}, drawn by the initialiser
   * @return the squared error per feature that PCA leaves of the inputs
   */
  public static double write(Networks networks, Pairs samples, Kernels kernels, Tensor parameters) {
    Slot encoderPath = networks.encoder().linearPath().orElseThrow();
    Tensor encoder = encoderPath.of(parameters);
    Tensor decoder = networks.decoder().linearPath().orElseThrow().of(parameters);
    int units = Math.min(decoder.rows(), encoder.rows());
    PrincipalComponents components = PrincipalComponents.of(samples.inputs(), units, kernels);
    double least = LEAST_VARIANCE * components.variances()[0];
    Tensor directions = components.directions();
    for (int unit = 0; unit < units; unit++) {
      double variance = components.variances()[unit];
      if (!(variance > least)) {
        break;
      }
      double deviation = Math.sqrt(variance);
      for (int f = 0; f < encoder.rows(); f++) {
        encoder.set(f, unit, directions.get(unit, f) / deviation);
        if (samples.isSame()) {
          decoder.set(unit, f, directions.get(unit, f) * deviation);
        }
      }
    }
    silence(networks.encoder(), parameters);
    if (samples.isSame()) {
      silence(networks.decoder(), parameters);
    }
    double kept = Arrays.stream(components.variances()).sum();
    double mse = Math.max(0, components.totalVariance() - kept) / encoder.rows();
    if (encoder.columns() > decoder.rows()) {
      double noise = Math.max(mse, LEAST_NOISE * components.totalVariance() / encoder.rows());
      startVariances(networks, components.variances(), noise, parameters);
    }
    return mse;
  }

  /** s² / (s² + λ) of a unit's prior variance is left when a sample is known; s² of an output's. */
  private static void startVariances(
      Networks networks, double[] variances, double noise, Tensor parameters) {
    Tensor bias = networks.encoder().weightedLayers().getLast().bias().of(parameters);
    int units = bias.columns() / 2;
    for (int unit = 0; unit < Math.min(units, variances.length); unit++) {
      bias.set(units + unit, Math.log(noise / (noise + variances[unit])));
    }
    networks.logVariance().ifPresent(slot -> slot.of(parameters).set(0, Math.log(noise)));
  }

  private static void silence(Network network, Tensor parameters) {
    network.weightedLayers().getLast().weight().of(parameters).clear();
  }
}
