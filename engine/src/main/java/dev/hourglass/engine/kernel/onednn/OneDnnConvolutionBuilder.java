package dev.hourglass.engine.kernel.onednn;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionPlan;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.onednn.BoundPrimitive.Argument;
import dev.hourglass.engine.kernel.onednn.OneDnnConvolutionCalls.Layout;
import dev.hourglass.engine.kernel.onednn.OneDnnConvolutionCalls.Memories;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the primitives of a convolution.
 *
 * @param temporary native objects that are needed until then
 * @param kept native objects that live as long as the convolution
 */
record OneDnnConvolutionBuilder(
    OneDnn oneDnn, ConvolutionPlan plan, Arena arena, NativeHandles temporary, NativeHandles kept) {

  OneDnnConvolution build() {
    return switch (plan) {
      case ConvolutionPlan.Applied p -> applied(p);
      case ConvolutionPlan.WeightGradient p -> weightGradient(p);
    };
  }

  private OneDnnConvolution applied(ConvolutionPlan.Applied p) {
    return p.transposed() && p.bias().isEmpty() && p.tail() == Activation.IDENTITY
        ? backward(p)
        : outwards(p);
  }

  /** With a bias and an activation; a transpose by way of oneDNN's transposed convolution. */
  private OneDnnConvolution outwards(ConvolutionPlan.Applied p) {
    long in = memory(p.in(), map(p.in(), p.from()));
    long out = memory(p.out(), map(p.out(), p.to()));
    long bias = bias(p.bias());
    Layout layout = p.transposed() ? transposedWeight(p.shape()) : weight(p.shape());
    Memories memories = new Memories(in, free(p.weight(), layout), bias, out);
    long attributes = attributes(p.tail());
    long descriptor =
        describing(
            p.transposed()
                ? convolutions().createTransposed(arena, memories, p.shape(), attributes)
                : convolutions().createForward(arena, memories, p.shape(), attributes));
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument(OneDnnCalls.ARG_SOURCE, in, p.in().segment()));
    p.bias().ifPresent(b -> arguments.add(new Argument(OneDnnCalls.ARG_BIAS, bias, b.segment())));
    arguments.add(new Argument(OneDnnCalls.ARG_DESTINATION, out, p.out().segment()));
    return reading(p.weight(), layout, descriptor, arguments);
  }

  /** A bare transpose is the convolution's gradient by its input, which oneDNN does faster. */
  private OneDnnConvolution backward(ConvolutionPlan.Applied p) {
    ConvolutionShape shape = p.shape();
    Layout layout = weight(shape);
    long in = memory(p.in(), map(p.in(), shape.out()));
    long out = memory(p.out(), map(p.out(), shape.in()));
    // The convolution forward that the gradient belongs to reads and writes one format.
    int type = type(p.in());
    Memories hinted =
        new Memories(
            describedAs(type, map(p.out(), shape.in())),
            freeOf(type, layout),
            OneDnnCalls.NONE,
            in);
    long hint = describing(convolutions().createForward(arena, hinted, shape, attributes()));
    Memories memories = new Memories(out, free(p.weight(), layout), OneDnnCalls.NONE, in);
    long descriptor =
        describing(convolutions().createBackwardData(arena, memories, shape, hint, attributes()));
    return reading(
        p.weight(),
        layout,
        descriptor,
        List.of(
            new Argument(OneDnnConvolutionCalls.ARG_DIFF_DESTINATION, in, p.in().segment()),
            new Argument(OneDnnConvolutionCalls.ARG_DIFF_SOURCE, out, p.out().segment())));
  }

  private OneDnnConvolution weightGradient(ConvolutionPlan.WeightGradient p) {
    ConvolutionShape shape = p.shape();
    int type = type(p.in());
    long source = memory(p.in(), map(p.in(), shape.in()));
    long destination = memory(p.outGradient(), map(p.outGradient(), shape.out()));
    Memories hinted =
        new Memories(source, freeOf(type, weight(shape)), OneDnnCalls.NONE, destination);
    long hint = describing(convolutions().createForward(arena, hinted, shape, attributes()));
    long free = free(p.out(), weight(shape));
    long descriptor =
        describing(
            convolutions()
                .createBackwardWeights(
                    arena,
                    new Memories(source, free, OneDnnCalls.NONE, destination),
                    shape,
                    hint,
                    attributes()));
    long chosen = convolutions().chosenDiffWeights(descriptor);
    MemorySegment own = kept.allocate(calls().sizeOf(chosen), Tensor.ALIGNMENT);
    BoundPrimitive convolving =
        new BoundPrimitive(
            oneDnn,
            arena,
            kept,
            descriptor,
            List.of(
                new Argument(OneDnnCalls.ARG_SOURCE, source, p.in().segment()),
                new Argument(
                    OneDnnConvolutionCalls.ARG_DIFF_DESTINATION,
                    destination,
                    p.outGradient().segment()),
                new Argument(OneDnnConvolutionCalls.ARG_DIFF_WEIGHTS, chosen, own)));
    long plain = memory(p.out(), weight(shape));
    long attributes = p.accumulate() ? accumulating() : attributes();
    BoundPrimitive back = reorder(chosen, own, plain, p.out().segment(), attributes);
    return new OneDnnConvolution(plan, List.of(convolving, back), Optional.of(own));
  }

  /** A convolution whose weight is brought into oneDNN's layout first, unless it is in it. */
  private OneDnnConvolution reading(
      Tensor weight, Layout layout, long descriptor, List<Argument> arguments) {
    long plain = memory(weight, layout);
    long chosen = convolutions().chosenWeights(descriptor);
    List<Argument> all = new ArrayList<>(arguments);
    if (calls().isEqual(plain, chosen)) {
      all.add(new Argument(OneDnnCalls.ARG_WEIGHTS, plain, weight.segment()));
      return new OneDnnConvolution(
          plan,
          List.of(new BoundPrimitive(oneDnn, arena, kept, descriptor, all)),
          Optional.empty());
    }
    MemorySegment own = kept.allocate(calls().sizeOf(chosen), Tensor.ALIGNMENT);
    all.add(new Argument(OneDnnCalls.ARG_WEIGHTS, chosen, own));
    return new OneDnnConvolution(
        plan,
        List.of(
            reorder(plain, weight.segment(), chosen, own, attributes()),
            new BoundPrimitive(oneDnn, arena, kept, descriptor, all)),
        Optional.of(own));
  }

  private BoundPrimitive reorder(
      long from, MemorySegment source, long to, MemorySegment destination, long attributes) {
    return new BoundPrimitive(
        oneDnn,
        arena,
        kept,
        describing(convolutions().createReorder(arena, from, to, attributes)),
        List.of(
            new Argument(OneDnnCalls.ARG_SOURCE, from, source),
            new Argument(OneDnnCalls.ARG_DESTINATION, to, destination)));
  }

  private OneDnnCalls calls() {
    return oneDnn.calls();
  }

  private OneDnnConvolutionCalls convolutions() {
    return oneDnn.convolutionCalls();
  }

  private long describing(long primitiveDescriptor) {
    return temporary.add(primitiveDescriptor, calls()::destroyPrimitiveDescriptor);
  }

  private long memory(Tensor tensor, Layout layout) {
    return describedAs(type(tensor), layout);
  }

  private long describedAs(int type, Layout layout) {
    return temporary.add(convolutions().create(arena, type, layout), calls()::destroyDescriptor);
  }

  private long free(Tensor tensor, Layout layout) {
    return freeOf(type(tensor), layout);
  }

  private long freeOf(int type, Layout layout) {
    return temporary.add(
        convolutions().createFree(arena, type, layout), calls()::destroyDescriptor);
  }

  private long bias(Optional<Tensor> bias) {
    return bias.isEmpty()
        ? OneDnnCalls.NONE
        : temporary.add(
            calls()
                .createDescriptor(
                    arena, type(bias.get()), new long[] {bias.get().size()}, new long[] {1}),
            calls()::destroyDescriptor);
  }

  private long attributes(Activation tail) {
    long postOps = temporary.add(calls().createPostOps(arena), calls()::destroyPostOps);
    OneDnnTail.append(calls(), postOps, tail);
    return temporary.add(calls().createAttributes(arena, postOps), calls()::destroyAttributes);
  }

  private long attributes() {
    return attributes(Activation.IDENTITY);
  }

  private long accumulating() {
    long postOps = temporary.add(calls().createPostOps(arena), calls()::destroyPostOps);
    calls().appendSum(postOps);
    return temporary.add(calls().createAttributes(arena, postOps), calls()::destroyAttributes);
  }

  private static int type(Tensor tensor) {
    return tensor.format() == Format.BFLOAT16 ? OneDnnCalls.BF16 : OneDnnCalls.F32;
  }

  private static Layout map(Tensor rows, FeatureMap map) {
    long line = (long) map.width() * map.channels();
    return new Layout(
        new long[] {rows.rows(), map.channels(), map.height(), map.width()},
        new long[] {map.size(), 1, line, map.channels()});
  }

  private static Layout weight(ConvolutionShape shape) {
    long channels = shape.in().channels();
    long filters = shape.filters();
    long width = shape.horizontal().size();
    return new Layout(
        new long[] {filters, channels, shape.vertical().size(), width},
        new long[] {1, filters, width * channels * filters, channels * filters});
  }

  /** The same memory for oneDNN's transposed convolution, whose outputs are our channels. */
  private static Layout transposedWeight(ConvolutionShape shape) {
    Layout plain = weight(shape);
    long[] sides = plain.sides();
    long[] strides = plain.strides();
    return new Layout(
        new long[] {sides[1], sides[0], sides[2], sides[3]},
        new long[] {strides[1], strides[0], strides[2], strides[3]});
  }
}
