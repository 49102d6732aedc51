package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/**
 * What the input of a model with skips does to what its decoder puts out, a: it is added, y = x +
 * a; or where targets are given, its first channels are multiplied, y = x ∘ σ(a).
 */
public final class InputSkip {
  private final Kernels kernels;
  private final Tensor input;
  private final Optional<Mask> mask;

  /**
   * A mask.
   *
   * @param sigmoid σ(a)
   * @param kept the input's first channels, {@code [rows, target features]}
   * @param places rows and places of them
   */
  private record Mask(Tensor sigmoid, Tensor kept, int places) {
    /** The same numbers, a place a row. */
    Tensor byPlace(Tensor tensor) {
      int channels = (int) (tensor.size() / places);
      return tensor.slice(0, new Shape(places, channels));
    }
  }

  private InputSkip(Kernels kernels, Tensor input, Optional<Mask> mask) {
    this.kernels = kernels;
    this.input = input;
    this.mask = mask;
  }

  /**
   * That of a model, if it has skips.
   *
   * @param input what the encoder reads, at least {@code [rows, features]} in the format of the
   *     output; may be empty of a model without skips, whose samples may be sparse
   * @param rows of a batch
   */
  public static Optional<InputSkip> of(
      Blueprint blueprint, PassContext context, Tensor input, int rows) {
    if (!blueprint.skips()) {
      return Optional.empty();
    }
    Optional<Mask> mask =
        blueprint.masks()
            ? Optional.of(
                new Mask(
                    context.compute(rows, blueprint.targetFeatures()),
                    context.compute(rows, blueprint.targetFeatures()),
                    Math.multiplyExact(rows, blueprint.plane().places())))
            : Optional.empty();
    return Optional.of(new InputSkip(context.kernels(), input.topRows(rows), mask));
  }

  /** Makes y of a, in its place. */
  public void forward(Tensor output) {
    if (mask.isEmpty()) {
      kernels.addScaled(1, input, output);
      return;
    }
    Mask own = mask.get();
    Tensor kept = own.byPlace(own.kept);
    kernels.copyColumns(own.byPlace(input), 0, kept, 0, kept.columns());
    kernels.activate(Activation.SIGMOID, output, own.sigmoid);
    kernels.multiply(own.sigmoid, own.kept, output);
  }

  /** Makes ∂a of ∂y, in its place: that of a sum is the same, of a mask ∂y ∘ x ∘ σ′(a). */
  public void backward(Tensor gradient) {
    if (mask.isPresent()) {
      kernels.multiply(gradient, mask.get().kept, gradient);
      kernels.activationGradient(Activation.SIGMOID, mask.get().sigmoid, gradient);
    }
  }
}
