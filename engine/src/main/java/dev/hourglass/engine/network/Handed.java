package dev.hourglass.engine.network;

import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/**
 * What one network hands to another, past what lies between them, as the encoder of a U-Net does to
 * its decoder (Ronneberger, Fischer and Brox 2015). The receiving network has a {@link
 * Layer.Concatenate} for it; in the giving one, {@link NetworkPass#outputOf} gets the samples and
 * {@link NetworkPass#addToGradient} the gradient.
 *
 * @param samples {@code [rows, numbers]} in the compute format, there before the receiver goes
 *     forward
 * @param gradient of the objective by {@code samples}, of the same shape and in the compute format,
 *     overwritten when the receiver goes backward; empty where nobody wants it
 */
public record Handed(Tensor samples, Optional<Tensor> gradient) {

  /** Refuses a gradient of another shape. */
  public Handed {
    if (gradient.isPresent() && !gradient.get().shape().equals(samples.shape())) {
      throw new IllegalArgumentException(
          "%s have no gradient of %s".formatted(samples, gradient.get()));
    }
  }

  /** The first rows of both. */
  public Handed topRows(int rows) {
    return new Handed(samples.topRows(rows), gradient.map(g -> g.topRows(rows)));
  }
}
