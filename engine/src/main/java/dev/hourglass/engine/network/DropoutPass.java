package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/** y = x ∘ m / (1 − rate). */
public final class DropoutPass implements LayerPass {
  private final Kernels kernels;
  private final double rate;
  private final int index;
  private final Tensor input;
  private final Tensor output;
  private final Optional<Tensor> gradient;
  private long key;
  private int firstRow;

  DropoutPass(
      Kernels kernels,
      double rate,
      int index,
      Tensor input,
      Tensor output,
      Optional<Tensor> gradient) {
    this.kernels = kernels;
    this.rate = rate;
    this.index = index;
    this.input = input;
    this.output = output;
    this.gradient = gradient;
  }

  @Override
  public void draw(long key, int firstRow) {
    this.key = Noise.part(key, index + 1);
    this.firstRow = firstRow;
  }

  /** y = x ∘ m / (1 − rate). */
  @Override
  public void forward() {
    kernels.dropout(key, firstRow, rate, input, output);
  }

  /** ∂x = ∂y ∘ m / (1 − rate), with the mask drawn again. */
  @Override
  public void backward() {
    apply(gradient.orElseThrow());
  }

  /** x ∘ m / (1 − rate) with the present mask, for any x. */
  public void apply(Tensor x) {
    kernels.dropout(key, firstRow, rate, x, x);
  }
}
