package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionPlan;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * y = f(x ∗ W + b), or its transpose, with an element-wise f fused into the convolution where a
 * fusible one follows.
 */
public final class ConvolvePass implements LayerPass {
  private final Kernels kernels;
  private final Layer.Convolve layer;
  private final Product forward;
  private final Optional<Backward> backward;

  /** Rows of fewer numbers cost as much to add up as rows of so many. */
  private static final int NARROW = 16;

  private record Backward(
      List<Sum> biasGradient, Product weightGradient, Optional<Product> inputGradient) {}

  /** The sum of rows. */
  private record Sum(Tensor rows, Tensor into) {}

  ConvolvePass(
      PassContext context,
      Layer.Convolve layer,
      Activation fused,
      Tensor input,
      Tensor output,
      DensePass.Gradients gradients) {
    this.kernels = context.kernels();
    this.layer = layer;
    ConvolutionShape shape = layer.shape();
    Tensor weight = layer.weight().of(context.weights());
    Optional<Tensor> bias = Optional.of(layer.bias().of(context.parameters()));
    this.forward =
        kernels.prepareConvolution(
            new ConvolutionPlan.Applied(
                shape, layer.transposed(), input, weight, bias, fused, output));
    this.backward =
        gradients
            .output()
            .map(
                slope ->
                    new Backward(
                        sums(context, slope),
                        kernels.prepareConvolution(
                            new ConvolutionPlan.WeightGradient(
                                shape,
                                layer.transposed() ? slope : input,
                                layer.transposed() ? input : slope,
                                gradients.accumulate(),
                                layer.weight().of(context.gradient()))),
                        gradients
                            .input()
                            .map(
                                into ->
                                    kernels.prepareConvolution(
                                        new ConvolutionPlan.Applied(
                                            shape, !layer.transposed(), slope, weight, into)))));
  }

  /** Σ over rows and places; of few channels first over rows, which are wide, then over places. */
  private List<Sum> sums(PassContext context, Tensor slope) {
    Tensor bias = layer.bias().of(context.gradient());
    if (layer.out().channels() >= NARROW) {
      return List.of(new Sum(ConcatenatePass.places(slope, layer.out()), bias));
    }
    Tensor row = context.master(1, layer.out().size());
    return List.of(new Sum(slope, row), new Sum(ConcatenatePass.places(row, layer.out()), bias));
  }

  /** y = f(x ∗ W + b). */
  @Override
  public void forward() {
    forward.run();
  }

  /**
   * ∂b = Σ over rows and places of ∂y, ∂W, ∂x; f's own part was done by its {@link ActivatePass}.
   */
  @Override
  public void backward() {
    Backward b = backward.orElseThrow();
    for (int i = 0; i < b.biasGradient.size(); i++) {
      Sum sum = b.biasGradient.get(i);
      kernels.columnSums(sum.rows, false, sum.into);
    }
    b.weightGradient.run();
    if (b.inputGradient.isPresent()) {
      b.inputGradient.get().run();
    }
  }

  /** What was bound. */
  public Layer.Convolve layer() {
    return layer;
  }
}
