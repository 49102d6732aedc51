package dev.hourglass.autoencoder.train.contractive;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.ActivatePass;
import dev.hourglass.engine.network.DensePass;
import dev.hourglass.engine.network.DropoutPass;
import dev.hourglass.engine.network.Layer;
import dev.hourglass.engine.network.LayerPass;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The derivative of everything element-wise behind one dense layer of the encoder, with respect to
 * that layer's output: activation, dropout and, behind the last one, the choice of the top k.
 */
final class EncoderSlopes {
  private final Kernels kernels;
  private final Layer.Dense dense;
  private final Tensor weight;
  private final Tensor weightGradient;
  private final Optional<ActivatePass> activation;
  private final Optional<DropoutPass> dropout;
  private final Optional<Tensor> kept;
  private final Tensor slope;
  private final Tensor curvature;
  private final Tensor slopeGradient;
  private final Tensor injected;

  private EncoderSlopes(
      PassContext context,
      Layer.Dense dense,
      int rows,
      Optional<ActivatePass> activation,
      Optional<DropoutPass> dropout,
      Optional<Tensor> kept) {
    this.kernels = context.kernels();
    this.dense = dense;
    this.weight = dense.weight().of(context.parameters());
    this.weightGradient = dense.weight().of(context.gradient());
    this.activation = activation;
    this.dropout = dropout;
    this.kept = kept;
    this.slope = context.master(rows, dense.outputs());
    this.curvature = context.master(rows, dense.outputs());
    this.slopeGradient = context.master(rows, dense.outputs());
    this.injected = context.master(rows, dense.outputs());
    activation.ifPresent(a -> a.inject(injected));
  }

  /** One for each dense layer of the encoder, in order. */
  static List<EncoderSlopes> of(
      Blueprint blueprint, PassContext context, NetworkPass encoder, Tensor code) {
    List<EncoderSlopes> all = new ArrayList<>();
    List<LayerPass> passes = encoder.layers();
    for (int i = 0; i < passes.size(); i++) {
      if (!(passes.get(i) instanceof DensePass densePass)) {
        continue;
      }
      Optional<ActivatePass> activation = Optional.empty();
      Optional<DropoutPass> dropout = Optional.empty();
      int next = i + 1;
      for (; next < passes.size() && !(passes.get(next) instanceof DensePass); next++) {
        if (passes.get(next) instanceof ActivatePass a) {
          activation = Optional.of(a);
        } else if (passes.get(next) instanceof DropoutPass d) {
          dropout = Optional.of(d);
        }
      }
      boolean chosen = next == passes.size() && blueprint.bottleneck() instanceof Bottleneck.TopK;
      all.add(
          new EncoderSlopes(
              context,
              densePass.layer(),
              encoder.rows(),
              activation,
              dropout,
              chosen ? Optional.of(code) : Optional.empty()));
    }
    return all;
  }

  /** Reads the slopes at the present activations. */
  void refresh() {
    if (activation.isPresent()) {
      kernels.slopes(activation.get().function(), activation.get().value(), slope, curvature);
    } else {
      fillWithOnes(slope);
    }
    if (dropout.isPresent()) {
      dropout.get().apply(slope);
      dropout.get().apply(curvature);
    }
    if (kept.isPresent()) {
      kernels.keepWhereActive(kept.get(), slope);
      kernels.keepWhereActive(kept.get(), curvature);
    }
  }

  private static void fillWithOnes(Tensor tensor) {
    for (long i = 0; i < tensor.size(); i++) {
      tensor.set(i, 1);
    }
  }

  /** Passes the gradient found for the slopes on to the pre-activations. */
  void injectGradient() {
    kernels.multiply(slopeGradient, curvature, injected);
  }

  /** {@code [rows, outputs]}: the derivative. */
  Tensor slope() {
    return slope;
  }

  /** {@code [rows, outputs]}: to be filled with the objective's gradient with respect to it. */
  Tensor slopeGradient() {
    return slopeGradient;
  }

  /** {@code [inputs, outputs]}, in the master format. */
  Tensor weight() {
    return weight;
  }

  /** {@code [inputs, outputs]}: the weights' gradient. */
  Tensor weightGradient() {
    return weightGradient;
  }

  int inputs() {
    return dense.inputs();
  }

  int outputs() {
    return dense.outputs();
  }
}
