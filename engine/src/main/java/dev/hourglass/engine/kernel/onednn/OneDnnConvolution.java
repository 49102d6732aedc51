package dev.hourglass.engine.kernel.onednn;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionPlan;
import dev.hourglass.engine.kernel.ConvolutionShape;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.onednn.BoundPrimitive.Argument;
import dev.hourglass.engine.kernel.onednn.OneDnnConvolutionCalls.Layout;
import dev.hourglass.engine.kernel.onednn.OneDnnConvolutionCalls.Memories;
import dev.hourglass.engine.tensor.FeatureMap;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A convolution bound to oneDNN primitives: one that brings the weight into the layout oneDNN likes
 * best, or its gradient back out of it, and one that convolves. Samples and what is made of them
 * stay in rows with channels last, which oneDNN convolves in place.
 */
final class OneDnnConvolution implements Product {
  private final ConvolutionPlan plan;
  private final List<BoundPrimitive> primitives;
  private final MemorySegment.Scope[] scopes;

  /** Kept so that it stays reachable: the weight in oneDNN's layout. */
  private final Optional<MemorySegment> reordered;

  private OneDnnConvolution(
      ConvolutionPlan plan, List<BoundPrimitive> primitives, Optional<MemorySegment> reordered) {
    this.plan = plan;
    this.primitives = List.copyOf(primitives);
    this.reordered = reordered;
    scopes =
        plan.tensors()
            .map(tensor -> tensor.segment().scope())
            .distinct()
            .toArray(MemorySegment.Scope[]::new);
  }

  /**
   * Refuses what oneDNN cannot do, and prepares the rest.
   *
   * @throws IllegalArgumentException naming the formats or the memory that are refused
   */
  static Product prepare(OneDnn oneDnn, ConvolutionPlan plan) {
    check(plan);
    if (plan.tensors().anyMatch(tensor -> tensor.size() == 0)) {
      return () -> OneDnnConvolutionDetour.nothing(plan);
    }
    if (plan.tensors().anyMatch(tensor -> tensor.format() == Format.BFLOAT16)
        && !oneDnn.multipliesBfloat16()) {
      return OneDnnConvolutionDetour.widened(oneDnn, plan);
    }
    if (plan instanceof ConvolutionPlan.Forward forward && forward.tail() == Activation.SOFTPLUS) {
      return OneDnnConvolutionDetour.softplus(oneDnn, forward);
    }
    if (plan instanceof ConvolutionPlan.Transposed transposed
        && transposed.tail() == Activation.SOFTPLUS) {
      return OneDnnConvolutionDetour.softplus(oneDnn, transposed);
    }
    NativeHandles kept = new NativeHandles();
    try (Arena arena = Arena.ofConfined();
        NativeHandles temporary = new NativeHandles()) {
      OneDnnConvolution convolution = new Builder(oneDnn, plan, arena, temporary, kept).build();
      oneDnn.whenUnreachable(convolution, kept::close);
      return convolution;
    } catch (OneDnnException e) {
      kept.close();
      throw new OneDnnException(describe(plan), e);
    } catch (RuntimeException | Error e) {
      kept.close();
      throw e;
    }
  }

  /**
   * What is needed while primitives are made.
   *
   * @param temporary native objects that are needed until then
   * @param kept native objects that live as long as the convolution
   */
  private record Builder(
      OneDnn oneDnn,
      ConvolutionPlan plan,
      Arena arena,
      NativeHandles temporary,
      NativeHandles kept) {

    OneDnnConvolution build() {
      return switch (plan) {
        case ConvolutionPlan.Forward p -> forward(p);
        case ConvolutionPlan.Transposed p -> transposed(p);
        case ConvolutionPlan.WeightGradient p -> weightGradient(p);
      };
    }

    private OneDnnConvolution forward(ConvolutionPlan.Forward p) {
      ConvolutionShape shape = p.shape();
      long source = memory(p.in(), map(p.in(), shape.in()));
      long destination = memory(p.out(), map(p.out(), shape.out()));
      long free = free(p.weight(), weight(shape));
      long bias = bias(p.bias());
      long descriptor =
          describing(
              convolutions()
                  .createForward(
                      arena,
                      new Memories(source, free, bias, destination),
                      shape,
                      attributes(p.tail())));
      List<Argument> arguments = new ArrayList<>();
      arguments.add(new Argument(OneDnnCalls.ARG_SOURCE, source, p.in().segment()));
      p.bias().ifPresent(b -> arguments.add(new Argument(OneDnnCalls.ARG_BIAS, bias, b.segment())));
      arguments.add(new Argument(OneDnnCalls.ARG_DESTINATION, destination, p.out().segment()));
      return reading(p.weight(), weight(shape), descriptor, arguments);
    }

    private OneDnnConvolution transposed(ConvolutionPlan.Transposed p) {
      ConvolutionShape shape = p.shape();
      boolean plain = p.bias().isEmpty() && p.tail() == Activation.IDENTITY;
      long in = memory(p.in(), map(p.in(), shape.out()));
      long out = memory(p.out(), map(p.out(), shape.in()));
      List<Argument> arguments = new ArrayList<>();
      if (plain) {
        long free = free(p.weight(), weight(shape));
        Memories memories = new Memories(out, free, OneDnnCalls.NONE, in);
        long hint = describing(convolutions().createForward(arena, hinted(p), shape, attributes()));
        long descriptor =
            describing(
                convolutions().createBackwardData(arena, memories, shape, hint, attributes()));
        arguments.add(
            new Argument(OneDnnConvolutionCalls.ARG_DIFF_DESTINATION, in, p.in().segment()));
        arguments.add(new Argument(OneDnnConvolutionCalls.ARG_DIFF_SOURCE, out, p.out().segment()));
        return reading(p.weight(), weight(shape), descriptor, arguments);
      }
      long bias = bias(p.bias());
      long free = free(p.weight(), transposedWeight(shape));
      long descriptor =
          describing(
              convolutions()
                  .createTransposed(
                      arena, new Memories(in, free, bias, out), shape, attributes(p.tail())));
      arguments.add(new Argument(OneDnnCalls.ARG_SOURCE, in, p.in().segment()));
      p.bias().ifPresent(b -> arguments.add(new Argument(OneDnnCalls.ARG_BIAS, bias, b.segment())));
      arguments.add(new Argument(OneDnnCalls.ARG_DESTINATION, out, p.out().segment()));
      return reading(p.weight(), transposedWeight(shape), descriptor, arguments);
    }

    /** The convolution forward that a gradient belongs to: it reads and writes one format. */
    private Memories hinted(ConvolutionPlan.Transposed p) {
      ConvolutionShape shape = p.shape();
      int type = type(p.in());
      return new Memories(
          describedAs(type, map(p.out(), shape.in())),
          freeOf(type, weight(shape)),
          OneDnnCalls.NONE,
          describedAs(type, map(p.in(), shape.out())));
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
      MemorySegment own = Arena.ofAuto().allocate(calls().sizeOf(chosen), Tensor.ALIGNMENT);
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
      MemorySegment own = Arena.ofAuto().allocate(calls().sizeOf(chosen), Tensor.ALIGNMENT);
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

  @Override
  public void run() {
    for (MemorySegment.Scope scope : scopes) {
      if (!scope.isAlive()) {
        throw new IllegalStateException(this + ": the arena of one of its tensors is closed");
      }
    }
    try {
      for (int i = 0; i < primitives.size(); i++) {
        primitives.get(i).run();
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** What is convolved and oneDNN's names for how. */
  @Override
  public String toString() {
    return describe(plan)
        + " by "
        + String.join(" and ", primitives.stream().map(BoundPrimitive::implementation).toList())
        + reordered.map(own -> " (%,d bytes)".formatted(own.byteSize())).orElse("");
  }

  private static void check(ConvolutionPlan plan) {
    Format in = plan.tensors().findFirst().orElseThrow().format();
    Format out = plan.out().format();
    boolean possible =
        switch (plan) {
          case ConvolutionPlan.Forward p -> p.weight().format() == in;
          case ConvolutionPlan.Transposed p -> p.weight().format() == in;
          case ConvolutionPlan.WeightGradient p -> p.outGradient().format() == in;
        };
    if (!possible || in == Format.FLOAT64 || (out != in && out != Format.FLOAT32)) {
      throw new IllegalArgumentException(
          describe(plan)
              + ": oneDNN convolves FLOAT32 with FLOAT32 into FLOAT32, or BFLOAT16 with BFLOAT16"
              + " into either; convert an operand");
    }
    if (!plan.tensors().allMatch(tensor -> tensor.segment().isNative())) {
      throw new IllegalArgumentException(
          describe(plan)
              + ": oneDNN cannot reach tensors on the Java heap; allocate them from an arena");
    }
  }

  static String describe(ConvolutionPlan plan) {
    String what =
        switch (plan) {
          case ConvolutionPlan.Forward p ->
              "convolution of %s with %s".formatted(p.in(), p.weight());
          case ConvolutionPlan.Transposed p ->
              "transposed convolution of %s with %s".formatted(p.in(), p.weight());
          case ConvolutionPlan.WeightGradient p ->
              "weight gradient of %s and %s".formatted(p.in(), p.outGradient());
        };
    return "%s into %s (%s)".formatted(what, plan.out(), plan.shape());
  }
}
