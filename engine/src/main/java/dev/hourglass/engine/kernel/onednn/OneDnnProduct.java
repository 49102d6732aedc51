package dev.hourglass.engine.kernel.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.kernel.vector.VectorActivations;
import dev.hourglass.engine.kernel.vector.VectorElementwise;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
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

  // How oneDNN's names for its implementations are spelt.
  private static final String AVX2 = "brg_matmul:avx2";
  private static final String GEMM = "gemm:jit";

  private final OneDnn oneDnn;
  private final ProductPlan plan;
  private final long primitive;
  private final MemorySegment arguments;
  private final int argumentCount;
  private final String implementation;

  /** Kept so that it stays reachable: oneDNN has its address only. */
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

  /**
   * Refuses what oneDNN cannot do, and prepares the rest.
   *
   * @throws IllegalArgumentException naming the formats or the memory that are refused
   */
  static Product prepare(OneDnn oneDnn, ProductPlan plan) {
    check(plan);
    if (plan.out().size() == 0) {
      return () -> {};
    }
    if (plan.left().size() == 0) {
      return () -> emptySum(plan);
    }
    if (plan.left().format() == Format.BFLOAT16 && !oneDnn.multipliesBfloat16()) {
      return widened(oneDnn, plan);
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
    LongSupplier describing =
        () ->
            temporary.add(
                oneDnn.createMatmulDescriptor(
                    arena, source, weights, bias, destination, attributes),
                oneDnn::destroyPrimitiveDescriptor);
    boolean vector = m == 1 || n == 1;
    long descriptor = vector ? describing.getAsLong() : wide(oneDnn, arena, describing);
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

  /**
   * A matrix product that uses AVX-512 where there is AVX-512. oneDNN 3.11 hands float32 products
   * whose inner side is exactly 32 to its AVX2 kernel, at half the speed of the next one on its
   * list (github.com/uxlfoundation/oneDNN, pull requests 4329 and 4421); an inner side of 32 is a
   * code of 32, or a shard of 32 rows.
   */
  private static long wide(OneDnn oneDnn, Arena arena, LongSupplier describing) {
    long first = describing.getAsLong();
    if (oneDnn.hasAvx512() && oneDnn.implementation(arena, first).equals(AVX2)) {
      long other = describing.getAsLong();
      while (oneDnn.nextImplementation(other)) {
        if (oneDnn.implementation(arena, other).startsWith(GEMM)) {
          return other;
        }
      }
    }
    return first;
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
   * A bfloat16 product done in float32, for processors that do not multiply bfloat16: oneDNN's own
   * way takes three times as long where there is AVX-512, and where there is not it has none.
   */
  static Product widened(OneDnn oneDnn, ProductPlan plan) {
    Tensor left = Tensor.allocate(plan.left().rows(), plan.left().columns());
    Tensor right = Tensor.allocate(plan.right().rows(), plan.right().columns());
    Tensor out = single(plan.out());
    Product product = prepare(oneDnn, with(plan, left, right, plan.tail(), out));
    return () -> {
      VectorElementwise.convert(plan.left(), left);
      VectorElementwise.convert(plan.right(), right);
      if (plan.accumulate() && out != plan.out()) {
        VectorElementwise.convert(plan.out(), out);
      }
      product.run();
      if (out != plan.out()) {
        VectorElementwise.convert(out, plan.out());
      }
    };
  }

  /**
   * Softplus takes a pass of its own. oneDNN's is off by 4e-6 wherever it should be next to
   * nothing, and even negative there (−2e-6 at −20), where its logarithm or inverse may be wanted.
   */
  private static Product softplus(OneDnn oneDnn, ProductPlan plan) {
    Tensor sums = single(plan.out());
    Product product =
        prepare(oneDnn, with(plan, plan.left(), plan.right(), Activation.IDENTITY, sums));
    return () -> {
      product.run();
      VectorActivations.activate(plan.tail(), sums, plan.out());
    };
  }

  /** The tensor itself or, where it is not in float32, another of its shape that is. */
  private static Tensor single(Tensor tensor) {
    return tensor.format() == Format.FLOAT32
        ? tensor
        : Tensor.allocate(tensor.rows(), tensor.columns());
  }

  private static ProductPlan with(
      ProductPlan plan, Tensor left, Tensor right, Activation tail, Tensor out) {
    return new ProductPlan(
        left,
        plan.transposeLeft(),
        right,
        plan.transposeRight(),
        plan.bias(),
        tail,
        plan.accumulate(),
        out);
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
    boolean possible =
        left == right && left != Format.FLOAT64 && (out == left || out == Format.FLOAT32);
    if (!possible) {
      throw new IllegalArgumentException(
          describe(plan)
              + ": oneDNN multiplies FLOAT32 by FLOAT32 into FLOAT32, or BFLOAT16 by BFLOAT16 into"
              + " either; convert an operand");
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
