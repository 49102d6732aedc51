package dev.hourglass.engine.network;

import dev.hourglass.engine.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What a layer is bound to.
 *
 * @param sharing of the network's buffers
 * @param position of the layer in the network
 */
record LayerBinding(
    PassContext context,
    BufferSharing sharing,
    int position,
    Input in,
    Tensor out,
    DensePass.Gradients gradients) {

  /**
   * The layer's pass.
   *
   * @param outputs of all layers
   * @param handed of which the layer takes the next, if it reads one
   */
  LayerPass bind(Input networkInput, List<Tensor> outputs, Iterator<Handed> handed) {
    return switch (sharing.network().layers().get(position)) {
      case Layer.Dense dense ->
          new DensePass(context, dense, sharing.fusedInto(position), in, out, gradients);
      case Layer.Convolve convolve ->
          new ConvolvePass(
              context, convolve, sharing.fusedInto(position), dense(in), out, gradients);
      case Layer.Shift shift -> new ShiftPass(context, shift, dense(in), out, gradients.output());
      case Layer.Activate activate ->
          new ActivatePass(
              context.kernels(),
              activate.function(),
              sharing.isFused(position),
              dense(in),
              out,
              gradients.output());
      case Layer.Dropout dropout ->
          new DropoutPass(
              context.kernels(), dropout.rate(), position, dense(in), out, gradients.output());
      case Layer.Normalize normalize ->
          new NormalizePass(context, normalize, dense(in), out, gradients.output());
      case Layer.GroupNormalize normalize ->
          new GroupNormalizePass(context, normalize, dense(in), out, gradients.output());
      case Layer.Pool pool -> new PoolPass(context, pool.shape(), dense(in), out, gradients);
      case Layer.Upsample upsample ->
          new UpsamplePass(context, upsample.shape(), dense(in), out, gradients);
      case Layer.Add add ->
          new AddPass(
              context,
              dense(in),
              add.from() == Layer.Add.INPUT ? dense(networkInput) : outputs.get(add.from()),
              out,
              gradients.output());
      case Layer.Concatenate concatenate ->
          new ConcatenatePass(context, concatenate, next(handed), dense(in), out, gradients);
    };
  }

  private Handed next(Iterator<Handed> handed) {
    try {
      return handed.next();
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException(
          "this network reads %s of other networks, but fewer were handed to it"
              .formatted(sharing.network().handed()),
          e);
    }
  }

  static Tensor dense(Input input) {
    return switch (input) {
      case Input.Dense dense -> dense.samples();
      case Input.Sparse _ ->
          throw new IllegalArgumentException(
              "only a dense layer, with no linear path beside it, reads sparse rows");
    };
  }
}
