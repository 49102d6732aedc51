package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/** y = x with the channels of what another network handed behind its own, place by place. */
public final class ConcatenatePass implements LayerPass {

  private final Kernels kernels;
  private final int own;
  private final int others;
  private final Tensor input;
  private final Tensor handed;
  private final Tensor output;
  private final Optional<Backward> backward;

  private record Backward(Tensor output, Optional<Tensor> input, Optional<Tensor> handed) {}

  ConcatenatePass(
      PassContext context,
      Layer.Concatenate layer,
      Handed handed,
      Tensor input,
      Tensor output,
      DensePass.Gradients gradients) {
    if (handed.samples().rows() != input.rows()
        || handed.samples().columns() != layer.other().size()) {
      throw new IllegalArgumentException(
          "%d rows of %s are wanted from another network, but it handed %s"
              .formatted(input.rows(), layer.other(), handed.samples()));
    }
    this.kernels = context.kernels();
    this.own = layer.in().channels();
    this.others = layer.channels();
    this.input = places(input, layer.in());
    this.handed = places(handed.samples(), layer.other());
    this.output = places(output, layer.out());
    this.backward =
        gradients
            .output()
            .map(
                slope ->
                    new Backward(
                        places(slope, layer.out()),
                        gradients.input().map(to -> places(to, layer.in())),
                        handed.gradient().map(to -> places(to, layer.other()))));
  }

  /** A row for each place of each sample. */
  static Tensor places(Tensor rows, FeatureMap map) {
    return rows.rows() == 0
        ? Tensor.of(rows.segment(), new Shape(0, map.channels()), rows.format())
        : rows.slice(0, new Shape(Math.multiplyExact(rows.rows(), map.places()), map.channels()));
  }

  /** Puts both side by side. */
  @Override
  public void forward() {
    kernels.copyColumns(input, 0, output, 0, own);
    kernels.copyColumns(handed, 0, output, own, others);
  }

  /** Gives each its part; nothing where nobody before it wants one. */
  @Override
  public void backward() {
    if (backward.isEmpty()) {
      return;
    }
    Backward b = backward.get();
    if (b.input.isPresent()) {
      kernels.copyColumns(b.output, 0, b.input.get(), 0, own);
    }
    if (b.handed.isPresent()) {
      kernels.copyColumns(b.output, own, b.handed.get(), 0, others);
    }
  }
}
