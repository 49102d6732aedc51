package dev.hourglass.engine.network;

import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A network bound to buffers for a fixed number of rows: prepared once, then run forward and
 * backward any number of times without allocating.
 *
 * <p>Gradients travel in place: a layer that mixes its inputs owns the buffer of the gradient with
 * respect to its output, and the layers behind it that do not work in that same buffer. What else
 * depends on a layer's output, such as an addition further on or another network, has its gradient
 * added when the backward pass comes to that layer ({@link #addToGradient}).
 */
public final class NetworkPass {
  private final List<LayerPass> passes = new ArrayList<>();
  private final Optional<LinearPathPass> linearPath;
  private final Input input;
  private final Tensor output;
  private final Optional<Tensor> outputGradient;
  private final Kernels kernels;
  private final Buffers buffers;
  private final BufferSharing sharing;
  private final Optional<Tensor> inputGradient;

  /** Whether anybody wants the gradient by what is handed over. */
  private final boolean handedLearn;

  /** The gradient with respect to each layer's output. */
  private final List<Optional<Tensor>> gradients = new ArrayList<>();

  /** What is added to each of them before the layer's pass goes backward. */
  private final List<List<Tensor>> added = new ArrayList<>();

  /** The same of the network's input. */
  private final List<Tensor> addedToInput = new ArrayList<>();

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
      BufferSharing sharing = new BufferSharing(network);
      List<Tensor> gradients = new ArrayList<>();
      for (int i = 0; i < network.layers().size(); i++) {
        gradients.add(
            sharing.ownsGradient(i)
                ? context.compute(rows, network.layers().get(i).outputs())
                : gradients.getLast());
      }
      return new Buffers(outputs(context, network, rows, outputFormat), List.copyOf(gradients));
    }

    private static List<Tensor> outputs(
        PassContext context, Network network, int rows, Format outputFormat) {
      BufferSharing sharing = new BufferSharing(network);
      List<Tensor> outputs = new ArrayList<>();
      for (int i = 0; i < network.layers().size(); i++) {
        outputs.add(
            sharing.isFused(i)
                ? outputs.getLast()
                : Tensor.allocate(
                    context.arena(),
                    new Shape(rows, network.layers().get(i).outputs()),
                    sharing.endsAt(i) ? outputFormat : context.precision().compute()));
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
      BufferSharing sharing = new BufferSharing(network);
      long bytes = 0;
      for (int i = 0; i < network.layers().size(); i++) {
        Layer layer = network.layers().get(i);
        if (!sharing.isFused(i)) {
          Format format = sharing.endsAt(i) ? outputFormat : precision.compute();
          bytes += (long) layer.outputs() * format.bytes();
        }
        if (gradients && sharing.ownsGradient(i)) {
          bytes += (long) layer.outputs() * precision.compute().bytes();
        }
        bytes += bytesOfPass(layer, precision, gradients);
      }
      return bytes;
    }

    private static long bytesOfPass(Layer layer, Precision precision, boolean gradients) {
      return switch (layer) {
        case Layer.Normalize _ -> (long) NormalizePass.STATISTICS * precision.master().bytes();
        case Layer.GroupNormalize normalize ->
            (long) GroupNormalizePass.statistics(normalize) * precision.master().bytes();
        case Layer.Add add -> gradients ? (long) add.size() * precision.compute().bytes() : 0;
        case Layer.Dense _,
            Layer.Convolve _,
            Layer.Shift _,
            Layer.Activate _,
            Layer.Dropout _,
            Layer.Pool _,
            Layer.Upsample _,
            Layer.Concatenate _ ->
            0;
      };
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
   * Prepares a pass of a network that other networks hand nothing: {@link #NetworkPass(PassContext,
   * Network, Buffers, Input, Optional, boolean, List)}.
   */
  public NetworkPass(
      PassContext context,
      Network network,
      Buffers buffers,
      Input input,
      Optional<Tensor> inputGradient,
      boolean accumulateGradient) {
    this(context, network, buffers, input, inputGradient, accumulateGradient, List.of());
  }

  /**
   * Prepares a pass.
   *
   * @param buffers at least as tall as {@code input}
   * @param inputGradient {@code [rows, inputs]} in the compute format, overwritten by {@link
   *     #backward}; empty where nobody wants it
   * @param accumulateGradient whether weights' gradients are added to what the gradient vector
   *     holds (where a tied layer has written before) or overwrite it
   * @param handed one for each of {@link Network#handed}, of as many rows as {@code input}
   * @throws IllegalArgumentException if the input is sparse and the first layer cannot read it, or
   *     its gradient is wanted; or if what is handed does not fit
   */
  public NetworkPass(
      PassContext context,
      Network network,
      Buffers buffers,
      Input input,
      Optional<Tensor> inputGradient,
      boolean accumulateGradient,
      List<Handed> handed) {
    this.kernels = context.kernels();
    this.buffers = buffers.topRows(input.rows());
    this.sharing = new BufferSharing(network);
    this.input = input;
    this.inputGradient = inputGradient;
    this.handedLearn = handed.stream().anyMatch(each -> each.gradient().isPresent());
    Iterator<Handed> next = handed.iterator();
    for (int i = 0; i < network.layers().size(); i++) {
      LayerBinding binding =
          new LayerBinding(
              context,
              sharing,
              i,
              i == 0 ? input : new Input.Dense(this.buffers.outputs.get(i - 1)),
              this.buffers.outputs.get(i),
              new DensePass.Gradients(
                  gradientBefore(i + 1), gradientBefore(i), accumulateGradient));
      passes.add(binding.bind(input, this.buffers.outputs, next));
      added.add(new ArrayList<>());
      gradients.add(gradientBefore(i + 1));
    }
    if (next.hasNext()) {
      throw new IllegalArgumentException(
          "this network reads %s of other networks, but was handed %d"
              .formatted(network.handed(), handed.size()));
    }
    for (int i = 0; i < passes.size(); i++) {
      if (passes.get(i) instanceof AddPass add && add.kept().isPresent()) {
        int from = ((Layer.Add) network.layers().get(i)).from();
        (from == Layer.Add.INPUT ? addedToInput : added.get(from)).add(add.kept().get());
      }
    }
    this.output = this.buffers.outputs.getLast();
    this.outputGradient = gradients.getLast();
    this.linearPath =
        network
            .linearPath()
            .map(
                path ->
                    new LinearPathPass(
                        context,
                        path,
                        LayerBinding.dense(input),
                        output,
                        new DensePass.Gradients(
                            outputGradient, inputGradient, accumulateGradient)));
  }

  /**
   * Where the gradient with respect to what layer {@code i} reads goes: before the first layer that
   * mixes its inputs it is the input's own, where that is wanted, which layers work on in place, or
   * nobody's where there are only shifts that do not learn, and others' samples whose gradient
   * nobody wants.
   */
  private Optional<Tensor> gradientBefore(int i) {
    if (inputGradient.isEmpty() && !handedLearn && sharing.onlyGathersBefore(i)) {
      return Optional.empty();
    }
    for (int before = 0; before < i; before++) {
      if (sharing.mixes(before)) {
        return buffers.gradient(i - 1);
      }
    }
    return sharing.nobodyLearnsBefore(i) || inputGradient.isPresent()
        ? inputGradient
        : buffers.gradient(i - 1);
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
      addAll(added.get(i), gradients.get(i));
      passes.get(i).backward();
    }
    if (linearPath.isPresent()) {
      linearPath.get().backward();
    }
    addAll(addedToInput, inputGradient);
  }

  private void addAll(List<Tensor> extras, Optional<Tensor> gradient) {
    if (gradient.isPresent()) {
      for (int i = 0; i < extras.size(); i++) {
        kernels.addScaled(1, extras.get(i), gradient.get());
      }
    }
  }

  /**
   * What a layer puts out, to be handed to another network.
   *
   * @param layer its position, as {@link Network.Builder#mark} gives it
   * @throws IllegalArgumentException where an activation behind the layer is computed along with it
   *     and nothing else is kept
   */
  public Tensor outputOf(int layer) {
    if (sharing.isFusedWithNext(layer)) {
      throw new IllegalArgumentException(
          "what layer %d puts out is not kept, as layer %d is computed along with it; take that"
              .formatted(layer, layer + 1));
    }
    return buffers.outputs.get(layer);
  }

  /**
   * From now on every backward pass adds {@code extra} to the gradient by what a layer puts out:
   * what comes back from a network that it was handed to.
   *
   * @param layer its position, as {@link Network.Builder#mark} gives it
   * @param extra of the shape of {@link #outputOf}, filled before {@link #backward}
   */
  public void addToGradient(int layer, Tensor extra) {
    if (!extra.shape().equals(outputOf(layer).shape())) {
      throw new IllegalArgumentException(
          "layer %d puts out %s, which has no gradient of %s"
              .formatted(layer, outputOf(layer), extra));
    }
    added.get(layer).add(extra);
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
