package dev.hourglass.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A product bound to a oneDNN primitive.
 *
 * <p>A transposed operand is the same memory with its strides exchanged; bias, activation and
 * accumulation are part of the primitive, so that the output is written once. All that is needed is
 * made when the product is prepared; {@link #run} is one call and allocates nothing.
 *
 * <p>As its output is one place, a product must not run in two threads at once.
 */
final class OneDnnProduct implements Product {
  /**
   * A sigmoid's input is clipped here: e^−46 is 1.05e-20, just above {@link Kernels#FLUSH}, so that
   * no output is ever denormal, nor its product with a weight.
   */
  private static final float SMALLEST_EXPONENT = -46;

  private final OneDnn oneDnn;
  private final ProductPlan plan;
  private final long primitive;
  private final MemorySegment arguments;
  private final int argumentCount;
  private final String implementation;

  /** Fields only to be kept reachable: oneDNN has the addresses of what is in there. */
  private final MemorySegment scratchpad;

  private final MemorySegment.Scope[] scopes;

  private OneDnnProduct(
      OneDnn oneDnn,
      ProductPlan plan,
      long primitive,
      MemorySegment arguments,
      int argumentCount,
      MemorySegment scratchpad,
      String implementation) {
    this.oneDnn = oneDnn;
    this.plan = plan;
    this.primitive = primitive;
    this.arguments = arguments;
    this.argumentCount = argumentCount;
    this.scratchpad = scratchpad;
    this.implementation = implementation;
    scopes =
        tensors(plan)
            .map(tensor -> tensor.segment().scope())
            .distinct()
            .toArray(MemorySegment.Scope[]::new);
  }

  /** Refuses what oneDNN cannot do, and prepares the rest. */
  static Product prepare(OneDnn oneDnn, ProductPlan plan) {
    check(plan);
    if (plan.out().size() == 0) {
      return () -> {};
    }
    if (plan.left().size() == 0) {
      return () -> emptySum(plan);
    }
    if (plan.tail() == Activation.SOFTPLUS) {
      return softplus(oneDnn, plan);
    }
    Handles kept = new Handles();
    try (Arena arena = Arena.ofConfined();
        Handles temporary = new Handles()) {
      OneDnnProduct product = build(oneDnn, plan, arena, temporary, kept);
      oneDnn.whenUnreachable(product, kept::close);
      return product;
    } catch (OneDnnException e) {
      kept.close();
      throw new OneDnnException(describe(plan), e);
    } catch (RuntimeException | Error e) {
      kept.close();
      throw e;
    }
  }

  private static OneDnnProduct build(
      OneDnn oneDnn, ProductPlan plan, Arena arena, Handles temporary, Handles kept) {
    int m = plan.out().rows();
    int n = plan.out().columns();
    int k = plan.transposeLeft() ? plan.left().rows() : plan.left().columns();
    long source =
        temporary.add(
            matrix(oneDnn, arena, plan.left().format(), m, k, plan.transposeLeft()),
            oneDnn::destroyDescriptor);
    long weights =
        temporary.add(
            matrix(oneDnn, arena, plan.right().format(), k, n, plan.transposeRight()),
            oneDnn::destroyDescriptor);
    long destination =
        temporary.add(
            matrix(oneDnn, arena, plan.out().format(), m, n, false), oneDnn::destroyDescriptor);
    long bias =
        plan.bias().isEmpty()
            ? OneDnn.NONE
            : temporary.add(
                matrix(oneDnn, arena, Format.FLOAT32, 1, n, false), oneDnn::destroyDescriptor);

    long postOps = temporary.add(oneDnn.createPostOps(arena), oneDnn::destroyPostOps);
    if (plan.accumulate()) {
      oneDnn.appendSum(postOps);
    }
    appendTail(oneDnn, postOps, plan.tail());
    long attributes =
        temporary.add(oneDnn.createAttributes(arena, postOps), oneDnn::destroyAttributes);
    long descriptor =
        temporary.add(
            oneDnn.createMatmulDescriptor(arena, source, weights, bias, destination, attributes),
            oneDnn::destroyPrimitiveDescriptor);
    long primitive = kept.add(oneDnn.createPrimitive(arena, descriptor), oneDnn::destroyPrimitive);

    // Its own scratchpad, as oneDNN's own belongs to the thread that made the primitive. Such
    // memory counts towards the JVM's limit for direct memory, so that the collector is called when
    // many products that nobody holds any more have piled up.
    long scratchpadDescriptor = oneDnn.scratchpad(descriptor);
    long scratchpadBytes = oneDnn.sizeOf(scratchpadDescriptor);
    MemorySegment scratchpad =
        Arena.ofAuto().allocate(Math.max(1, scratchpadBytes), Tensor.ALIGNMENT);

    List<Argument> list = new ArrayList<>();
    list.add(new Argument(OneDnn.ARG_SOURCE, source, plan.left().segment()));
    list.add(new Argument(OneDnn.ARG_WEIGHTS, weights, plan.right().segment()));
    plan.bias().ifPresent(b -> list.add(new Argument(OneDnn.ARG_BIAS, bias, b.segment())));
    list.add(new Argument(OneDnn.ARG_DESTINATION, destination, plan.out().segment()));
    if (scratchpadBytes > 0) {
      list.add(new Argument(OneDnn.ARG_SCRATCHPAD, scratchpadDescriptor, scratchpad));
    }
    MemorySegment arguments =
        Arena.ofAuto().allocate(OneDnn.ARGUMENT_BYTES * list.size(), ADDRESS.byteAlignment());
    for (int i = 0; i < list.size(); i++) {
      Argument argument = list.get(i);
      long memory =
          kept.add(
              oneDnn.createMemory(arena, argument.descriptor, argument.data),
              oneDnn::destroyMemory);
      OneDnn.setArgument(arguments, i, argument.kind, memory);
    }
    return new OneDnnProduct(
        oneDnn,
        plan,
        primitive,
        arguments,
        list.size(),
        scratchpad,
        oneDnn.implementation(arena, descriptor));
  }

  private record Argument(int kind, long descriptor, MemorySegment data) {}

  @Override
  public void run() {
    for (MemorySegment.Scope scope : scopes) {
      if (!scope.isAlive()) {
        throw new IllegalStateException(this + ": the arena of one of its tensors is closed");
      }
    }
    try {
      oneDnn.execute(primitive, argumentCount, arguments.address());
    } finally {
      // oneDNN holds bare addresses; what they point to must outlive the call.
      Reference.reachabilityFence(this);
    }
  }

  /** What is multiplied and oneDNN's name for how. */
  @Override
  public String toString() {
    return describe(plan) + " by " + implementation;
  }

  /** Bytes that oneDNN writes to besides the output. */
  long scratchpadBytes() {
    return scratchpad.byteSize();
  }

  private static long matrix(
      OneDnn oneDnn, Arena arena, Format format, long rows, long columns, boolean transposed) {
    int type = format == Format.BFLOAT16 ? OneDnn.BF16 : OneDnn.F32;
    // A vector lies in memory alike either way; untransposed is what oneDNN is quicker with.
    return transposed && rows > 1 && columns > 1
        ? oneDnn.createMatrixDescriptor(arena, type, rows, columns, 1, rows)
        : oneDnn.createMatrixDescriptor(arena, type, rows, columns, columns, 1);
  }

  private static void appendTail(OneDnn oneDnn, long postOps, Activation tail) {
    switch (tail) {
      case RELU -> oneDnn.appendEltwise(postOps, OneDnn.ELTWISE_RELU, 0, 0);
      case LEAKY_RELU ->
          oneDnn.appendEltwise(postOps, OneDnn.ELTWISE_RELU, (float) Activation.LEAK, 0);
      case ELU -> oneDnn.appendEltwise(postOps, OneDnn.ELTWISE_ELU, 1, 0);
      case TANH -> oneDnn.appendEltwise(postOps, OneDnn.ELTWISE_TANH, 0, 0);
      case SIGMOID -> {
        oneDnn.appendEltwise(postOps, OneDnn.ELTWISE_CLIP, SMALLEST_EXPONENT, Float.MAX_VALUE);
        oneDnn.appendEltwise(postOps, OneDnn.ELTWISE_LOGISTIC, 0, 0);
      }
      case IDENTITY, SOFTPLUS, SILU, GELU -> {}
    }
  }

  /**
   * Softplus takes a pass of its own. oneDNN's is off by 4e-6 wherever it should be next to
   * nothing, and even negative there (−2e-6 at −20), where its logarithm or inverse may be wanted.
   */
  private static Product softplus(OneDnn oneDnn, ProductPlan plan) {
    Tensor out = plan.out();
    Tensor sums = out.format() == Format.FLOAT32 ? out : Tensor.allocate(out.rows(), out.columns());
    Product product =
        prepare(
            oneDnn,
            new ProductPlan(
                plan.left(),
                plan.transposeLeft(),
                plan.right(),
                plan.transposeRight(),
                plan.bias(),
                Activation.IDENTITY,
                plan.accumulate(),
                sums));
    return () -> {
      product.run();
      VectorActivations.activate(plan.tail(), sums, out);
    };
  }

  /** A product whose inner side is 0: what a worker without samples adds to a gradient. */
  private static void emptySum(ProductPlan plan) {
    Tensor out = plan.out();
    if (plan.accumulate()) {
      return;
    }
    for (int r = 0; r < out.rows(); r++) {
      for (int c = 0; c < out.columns(); c++) {
        int column = c;
        out.set(r, c, plan.tail().apply(plan.bias().map(b -> b.get(column)).orElse(0.0)));
      }
    }
  }

  private static void check(ProductPlan plan) {
    Format left = plan.left().format();
    Format right = plan.right().format();
    Format out = plan.out().format();
    boolean single = left == Format.FLOAT32 && right == left && out == left;
    boolean brain =
        left == Format.BFLOAT16 && right == left && (out == left || out == Format.FLOAT32);
    if (!single && !brain) {
      throw new IllegalArgumentException(
          "%s: oneDNN multiplies FLOAT32 by FLOAT32 into FLOAT32, or BFLOAT16 by BFLOAT16 into either; convert an operand"
              .formatted(describe(plan)));
    }
    if (plan.bias().isPresent() && plan.bias().get().format() != Format.FLOAT32) {
      throw new IllegalArgumentException(
          "%s: the bias must be FLOAT32, but is %s"
              .formatted(describe(plan), plan.bias().get().format()));
    }
    if (!tensors(plan).allMatch(tensor -> tensor.segment().isNative())) {
      throw new IllegalArgumentException(
          "%s: oneDNN cannot reach tensors on the Java heap; allocate them from an arena"
              .formatted(describe(plan)));
    }
  }

  private static Stream<Tensor> tensors(ProductPlan plan) {
    return Stream.concat(Stream.of(plan.left(), plan.right(), plan.out()), plan.bias().stream());
  }

  private static String describe(ProductPlan plan) {
    return "product of %s%s and %s%s%s into %s%s"
        .formatted(
            plan.left(),
            plan.transposeLeft() ? " transposed" : "",
            plan.right(),
            plan.transposeRight() ? " transposed" : "",
            plan.tail() == Activation.IDENTITY ? "" : " with " + plan.tail().label(),
            plan.out(),
            plan.accumulate() ? ", accumulated" : "");
  }

  /** Native objects and how to destroy them; last made, first destroyed. */
  private static final class Handles implements AutoCloseable {
    private record Handle(long object, LongConsumer destroy) {}

    private final List<Handle> handles = new ArrayList<>();

    long add(long object, LongConsumer destroy) {
      handles.add(new Handle(object, destroy));
      return object;
    }

    @Override
    public void close() {
      for (Handle handle : handles.reversed()) {
        handle.destroy.accept(handle.object);
      }
      handles.clear();
    }
  }
}
