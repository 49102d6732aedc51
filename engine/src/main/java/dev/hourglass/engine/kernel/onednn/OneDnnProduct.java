package dev.hourglass.engine.kernel.onednn;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.kernel.ProductPlan;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
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
  // How oneDNN's names for its implementations are spelt.
  private static final String AVX2 = "brg_matmul:avx2";
  private static final String GEMM = "gemm:jit";

  private final ProductPlan plan;
  private final BoundPrimitive primitive;
  private final MemorySegment.Scope[] scopes;

  private OneDnnProduct(ProductPlan plan, BoundPrimitive primitive) {
    this.plan = plan;
    this.primitive = primitive;
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
    if (plan.left().tensor().size() == 0) {
      return () -> OneDnnDetour.emptySum(plan);
    }
    if (plan.left().tensor().format() == Format.BFLOAT16 && !oneDnn.multipliesBfloat16()) {
      return OneDnnDetour.widened(oneDnn, plan);
    }
    if (plan.tail() == Activation.SOFTPLUS) {
      return OneDnnDetour.softplus(oneDnn, plan);
    }
    NativeHandles kept = new NativeHandles();
    try (Arena arena = Arena.ofConfined();
        NativeHandles temporary = new NativeHandles()) {
      OneDnnProduct product = build(oneDnn, plan, arena, temporary, kept);
      oneDnn.living().add(product, product.scopes, kept);
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
      OneDnn oneDnn, ProductPlan plan, Arena arena, NativeHandles temporary, NativeHandles kept) {
    OneDnnCalls calls = oneDnn.calls();
    int m = plan.out().rows();
    int n = plan.out().columns();
    int k = plan.left().columns();
    long source =
        temporary.add(
            matrix(calls, arena, plan.left().tensor().format(), m, k, plan.left().transposed()),
            calls::destroyDescriptor);
    long weights =
        temporary.add(
            matrix(calls, arena, plan.right().tensor().format(), k, n, plan.right().transposed()),
            calls::destroyDescriptor);
    long destination =
        temporary.add(
            matrix(calls, arena, plan.out().format(), m, n, false), calls::destroyDescriptor);
    long bias =
        plan.bias().isEmpty()
            ? OneDnnCalls.NONE
            : temporary.add(
                matrix(calls, arena, Format.FLOAT32, 1, n, false), calls::destroyDescriptor);

    long postOps = temporary.add(calls.createPostOps(arena), calls::destroyPostOps);
    if (plan.accumulate()) {
      calls.appendSum(postOps);
    }
    OneDnnTail.append(calls, postOps, plan.tail());
    long attributes =
        temporary.add(calls.createAttributes(arena, postOps), calls::destroyAttributes);
    LongSupplier describing =
        () ->
            temporary.add(
                calls.createMatmulDescriptor(arena, source, weights, bias, destination, attributes),
                calls::destroyPrimitiveDescriptor);
    boolean vector = m == 1 || n == 1;
    long descriptor = vector ? describing.getAsLong() : wide(oneDnn, arena, describing);
    List<BoundPrimitive.Argument> list = new ArrayList<>();
    list.add(
        new BoundPrimitive.Argument(
            OneDnnCalls.ARG_SOURCE, source, plan.left().tensor().segment()));
    list.add(
        new BoundPrimitive.Argument(
            OneDnnCalls.ARG_WEIGHTS, weights, plan.right().tensor().segment()));
    plan.bias()
        .ifPresent(
            b -> list.add(new BoundPrimitive.Argument(OneDnnCalls.ARG_BIAS, bias, b.segment())));
    list.add(
        new BoundPrimitive.Argument(
            OneDnnCalls.ARG_DESTINATION, destination, plan.out().segment()));
    return new OneDnnProduct(plan, new BoundPrimitive(oneDnn, arena, kept, descriptor, list));
  }

  /**
   * A matrix product that uses AVX-512 where there is AVX-512. oneDNN 3.11 hands float32 products
   * whose inner side is exactly 32 to its AVX2 kernel, at half the speed of the next one on its
   * list (github.com/uxlfoundation/oneDNN, pull requests 4329 and 4421); an inner side of 32 is a
   * code of 32, or a shard of 32 rows.
   */
  private static long wide(OneDnn oneDnn, Arena arena, LongSupplier describing) {
    OneDnnCalls calls = oneDnn.calls();
    long first = describing.getAsLong();
    if (oneDnn.hasAvx512() && calls.implementation(arena, first).equals(AVX2)) {
      long other = describing.getAsLong();
      while (calls.nextImplementation(other)) {
        if (calls.implementation(arena, other).startsWith(GEMM)) {
          return other;
        }
      }
    }
    return first;
  }

  @Override
  public void run() {
    for (MemorySegment.Scope scope : scopes) {
      if (!scope.isAlive()) {
        throw new IllegalStateException(this + ": the arena of one of its tensors is closed");
      }
    }
    try {
      primitive.run();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** What is multiplied and oneDNN's name for how. */
  @Override
  public String toString() {
    return describe(plan) + " by " + primitive.implementation();
  }

  /** Bytes that oneDNN writes to besides the output. */
  long scratchpadBytes() {
    return primitive.scratchpadBytes();
  }

  private static long matrix(
      OneDnnCalls calls, Arena arena, Format format, long rows, long columns, boolean transposed) {
    int type = format == Format.BFLOAT16 ? OneDnnCalls.BF16 : OneDnnCalls.F32;
    // A vector lies in memory alike either way; untransposed is what oneDNN is quicker with.
    return transposed && rows > 1 && columns > 1
        ? calls.createMatrixDescriptor(arena, type, rows, columns, 1, rows)
        : calls.createMatrixDescriptor(arena, type, rows, columns, columns, 1);
  }

  private static void check(ProductPlan plan) {
    Format left = plan.left().tensor().format();
    Format right = plan.right().tensor().format();
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
    return Stream.concat(
        Stream.of(plan.left().tensor(), plan.right().tensor(), plan.out()), plan.bias().stream());
  }

  private static String describe(ProductPlan plan) {
    return "product of %s and %s%s into %s%s"
        .formatted(
            plan.left(),
            plan.right(),
            plan.tail() == Activation.IDENTITY ? "" : " with " + plan.tail().label(),
            plan.out(),
            plan.accumulate() ? ", accumulated" : "");
  }
}
