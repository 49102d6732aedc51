package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network bound to buffers for a fixed number of rows: prepared once, then run forward and
 * backward any number of times without allocating.
 *
 * <p>Gradients travel in place: a dense layer or a convolution owns the buffer of the gradient with
 * respect to its output, and the element-wise layers behind it work in that same buffer.
 */
public final class NetworkPass {
  private final List<LayerPass> passes = new ArrayList<>();
  private final Optional<LinearPathPass> linearPath;
  private final Input input;
  private final Tensor output;
  private final Optional<Tensor> outputGradient;

  /**
   * Activations and gradients of a network for up to a number of rows, one per layer; no gradients
   * for a pass that only goes forward.
   */
  public record Buffers(List<Tensor> outputs, List<Tensor> gradients) {
    /**
     * Fresh buffers for up to {@code rows} rows.
     *
     * @param outputFormat of the last output; all else is in the compute format
     */
    public static Buffers allocate(
        PassContext context, Network network, int rows, Format outputFormat) {
      List<Tensor> gradients = new ArrayList<>();
      for (int i = 0; i < network.layers().size(); i++) {
        gradients.add(
            ownsGradient(network, i)
                ? context.compute(rows, network.layers().get(i).outputs())
                : gradients.getLast());
      }
      return new Buffers(outputs(context, network, rows, outputFormat), List.copyOf(gradients));
    }

    private static List<Tensor> outputs(
        PassContext context, Network network, int rows, Format outputFormat) {
      List<Tensor> outputs = new ArrayList<>();
      for (int i = 0; i < network.layers().size(); i++) {
        outputs.add(
            isFused(network, i)
                ? outputs.getLast()
                : Tensor.allocate(
                    context.arena(),
                    new Shape(rows, network.layers().get(i).outputs()),
                    endsHere(network, i) ? outputFormat : context.precision().compute()));
      }
      return List.copyOf(outputs);
    }

    /** The same without gradients. */
    public static Buffers forwardOnly(
        PassContext context, Network network, int rows, Format outputFormat) {
      return new Buffers(outputs(context, network, rows, outputFormat), List.of());
    }

    /**
     * The bytes that a row takes in buffers and in a pass over them; neither its input nor the
     * input's gradient, which are the caller's, nor what kernels keep for themselves.
     *
     * @param outputFormat of the last output
     * @param gradients whether the pass goes backward, too
     */
    public static long bytesPerRow(
        Network network, Precision precision, Format outputFormat, boolean gradients) {
      long bytes = 0;
      for (int i = 0; i < network.layers().size(); i++) {
        Layer layer = network.layers().get(i);
        if (!isFused(network, i)) {
          Format format = endsHere(network, i) ? outputFormat : precision.compute();
          bytes += (long) layer.outputs() * format.bytes();
        }
        if (gradients && ownsGradient(network, i)) {
          bytes += (long) layer.outputs() * precision.compute().bytes();
        }
        if (layer instanceof Layer.Normalize) {
          bytes += (long) NormalizePass.STATISTICS * precision.master().bytes();
        }
      }
      return bytes;
    }

    /** Whether layer {@code i} has a buffer of its own for its output's gradient. */
    private static boolean ownsGradient(Network network, int i) {
      return i == 0 || isProduct(network, i);
    }

    private static boolean endsHere(Network network, int i) {
      return i == network.layers().size() - 1
          || (i == network.layers().size() - 2 && isFused(network, i + 1));
    }

    private Optional<Tensor> gradient(int layer) {
      return gradients.isEmpty() ? Optional.empty() : Optional.of(gradients.get(layer));
    }

    private Buffers topRows(int rows) {
      return new Buffers(
          outputs.stream().map(t -> t.topRows(rows)).toList(),
          gradients.stream().map(t -> t.topRows(rows)).toList());
    }
  }

  /**
   * Prepares a pass over dense samples: {@link #NetworkPass(PassContext, Network, Buffers, Input,
   * Optional, boolean)}.
   */
  public NetworkPass(
      PassContext context,
      Network network,
      Buffers buffers,
      Tensor input,
      Optional<Tensor> inputGradient,
      boolean accumulateGradient) {
    this(context, network, buffers, new Input.Dense(input), inputGradient, accumulateGradient);
  }

  /**
   * Prepares a pass.
   *
   * @param buffers at least as tall as {@code input}
   * @param inputGradient {@code [rows, inputs]} in the compute format, overwritten by {@link
   *     #backward}; empty where nobody wants it
   * @param accumulateGradient whether weights' gradients are added to what the gradient vector
   *     holds (where a tied layer has written before) or overwrite it
   * @throws IllegalArgumentException if the input is sparse and the first layer cannot read it, or
   *     its gradient is wanted
   */
  public NetworkPass(
      PassContext context,
      Network network,
      Buffers buffers,
      Input input,
      Optional<Tensor> inputGradient,
      boolean accumulateGradient) {
    Buffers own = buffers.topRows(input.rows());
    this.input = input;
    for (int i = 0; i < network.layers().size(); i++) {
      Input in = i == 0 ? input : new Input.Dense(own.outputs.get(i - 1));
      Optional<Tensor> inGradient = gradientBefore(network, i, own, inputGradient);
      Tensor out = own.outputs.get(i);
      Optional<Tensor> outGradient = gradientBefore(network, i + 1, own, inputGradient);
      passes.add(
          switch (network.layers().get(i)) {
            case Layer.Dense dense ->
                new DensePass(
                    context,
                    dense,
                    fusedActivation(network, i),
                    in,
                    out,
                    new DensePass.Gradients(outGradient, inGradient, accumulateGradient));
            case Layer.Convolve convolve ->
                new ConvolvePass(
                    context,
                    convolve,
                    fusedActivation(network, i),
                    dense(in),
                    out,
                    new DensePass.Gradients(outGradient, inGradient, accumulateGradient));
            case Layer.Shift shift -> new ShiftPass(context, shift, dense(in), out, outGradient);
            case Layer.Activate activate ->
                new ActivatePass(
                    context.kernels(),
                    activate.function(),
                    isFused(network, i),
                    dense(in),
                    out,
                    outGradient);
            case Layer.Dropout dropout ->
                new DropoutPass(context.kernels(), dropout.rate(), i, dense(in), out, outGradient);
            case Layer.Normalize normalize ->
                new NormalizePass(context, normalize, dense(in), out, outGradient);
          });
    }
    this.output = own.outputs.getLast();
    this.outputGradient = own.gradient(network.layers().size() - 1);
    this.linearPath =
        network
            .linearPath()
            .map(
                path ->
                    new LinearPathPass(
                        context,
                        path,
                        dense(input),
                        output,
                        new DensePass.Gradients(
                            outputGradient, inputGradient, accumulateGradient)));
  }

  /**
   * Where the gradient with respect to what layer {@code i} reads goes: before the first layer that
   * mixes its inputs it is the input's own, which layers work on in place, or nobody's where there
   * are only shifts that do not learn.
   */
  private static Optional<Tensor> gradientBefore(
      Network network, int i, Buffers own, Optional<Tensor> inputGradient) {
    List<Layer> before = network.layers().subList(0, i);
    if (before.stream().anyMatch(NetworkPass::isProduct)) {
      return own.gradient(i - 1);
    }
    boolean nobody =
        before.stream().allMatch(l -> l instanceof Layer.Shift shift && !shift.trained());
    return inputGradient.isPresent() || nobody ? inputGradient : own.gradient(i - 1);
  }

  private static Tensor dense(Input input) {
    return switch (input) {
      case Input.Dense dense -> dense.samples();
      case Input.Sparse _ ->
          throw new IllegalArgumentException(
              "only a dense layer, with no linear path beside it, reads sparse rows");
    };
  }

  private static boolean isFused(Network network, int i) {
    return i > 0
        && network.layers().get(i) instanceof Layer.Activate activate
        && activate.function().derivativeFromOutput()
        && isProduct(network, i - 1);
  }

  /** Whether layer {@code i} mixes its inputs, so that it cannot work in place. */
  private static boolean isProduct(Network network, int i) {
    return isProduct(network.layers().get(i));
  }

  private static boolean isProduct(Layer layer) {
    return switch (layer) {
      case Layer.Dense _, Layer.Convolve _ -> true;
      case Layer.Shift _, Layer.Activate _, Layer.Dropout _, Layer.Normalize _ -> false;
    };
  }

  private static Activation fusedActivation(Network network, int i) {
    return i + 1 < network.layers().size() && isFused(network, i + 1)
        ? ((Layer.Activate) network.layers().get(i + 1)).function()
        : Activation.IDENTITY;
  }

  /** Fixes the random draws of the coming forward and backward passes. */
  public void draw(long key, int firstRow) {
    for (int i = 0; i < passes.size(); i++) {
      passes.get(i).draw(key, firstRow);
    }
  }

  /** Computes {@link #output} from {@link #input}. */
  public void forward() {
    for (int i = 0; i < passes.size(); i++) {
      passes.get(i).forward();
    }
    if (linearPath.isPresent()) {
      linearPath.get().forward();
    }
  }

  /**
   * Computes the parameters' gradient, and the input's where it is wanted, from what the caller put
   * into {@link #outputGradient}, which is overwritten.
   */
  public void backward() {
    for (int i = passes.size() - 1; i >= 0; i--) {
      passes.get(i).backward();
    }
    if (linearPath.isPresent()) {
      linearPath.get().backward();
    }
  }

  /** What the first layer reads. */
  public Input input() {
    return input;
  }

  /** Rows of a run. */
  public int rows() {
    return input.rows();
  }

  /** {@code [rows, outputs]}. */
  public Tensor output() {
    return output;
  }

  /** {@code [rows, outputs]}: the gradient of the objective with respect to {@link #output}. */
  public Tensor outputGradient() {
    return outputGradient.orElseThrow(
        () -> new IllegalStateException("this pass only goes forward"));
  }

  /** The passes of the layers, in order. */
  public List<LayerPass> layers() {
    return List.copyOf(passes);
  }
}
