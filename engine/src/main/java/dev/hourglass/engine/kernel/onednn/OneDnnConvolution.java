package dev.hourglass.engine.kernel.onednn;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.ConvolutionPlan;
import dev.hourglass.engine.kernel.Product;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A convolution bound to oneDNN primitives: one that brings the weight into the layout oneDNN likes
 * best, or its gradient back out of it, and one that convolves. Samples and what is made of them
 * stay in rows with channels last, which oneDNN convolves in place.
 */
final class OneDnnConvolution implements Product {
  private final ConvolutionPlan plan;
  private final List<BoundPrimitive> primitives;
  private final MemorySegment.Scope[] scopes;

  /** The weight in oneDNN's layout. */
  private final Optional<MemorySegment> reordered;

  OneDnnConvolution(
      ConvolutionPlan plan, List<BoundPrimitive> primitives, Optional<MemorySegment> reordered) {
    this.plan = plan;
    this.primitives = List.copyOf(primitives);
    this.reordered = reordered;
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
  static Product prepare(OneDnn oneDnn, ConvolutionPlan plan) {
    check(plan);
    if (tensors(plan).anyMatch(tensor -> tensor.size() == 0)) {
      return () -> OneDnnConvolutionDetour.nothing(plan);
    }
    if (tensors(plan).anyMatch(tensor -> tensor.format() == Format.BFLOAT16)
        && !oneDnn.multipliesBfloat16()) {
      return OneDnnConvolutionDetour.widened(oneDnn, plan);
    }
    if (OneDnnFlippedConvolution.suits(plan)) {
      return new OneDnnFlippedConvolution(oneDnn, plan);
    }
    if (plan instanceof ConvolutionPlan.Applied applied
        && OneDnnScatteredConvolution.suits(applied)) {
      return new OneDnnScatteredConvolution(oneDnn, applied);
    }
    if (plan instanceof ConvolutionPlan.Applied applied && applied.tail() == Activation.SOFTPLUS) {
      return OneDnnConvolutionDetour.softplus(oneDnn, applied);
    }
    NativeHandles kept = new NativeHandles();
    try (Arena arena = Arena.ofConfined();
        NativeHandles temporary = new NativeHandles()) {
      OneDnnConvolution convolution =
          new OneDnnConvolutionBuilder(oneDnn, plan, arena, temporary, kept).build();
      oneDnn.living().add(convolution, convolution.scopes, kept);
      return convolution;
    } catch (OneDnnException e) {
      kept.close();
      throw new OneDnnException(describe(plan), e);
    } catch (RuntimeException | Error e) {
      kept.close();
      throw e;
    }
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

  private static Stream<Tensor> tensors(ConvolutionPlan plan) {
    return Stream.concat(plan.operands(), Stream.of(plan.out()));
  }

  private static void check(ConvolutionPlan plan) {
    Format in = plan.operands().findFirst().orElseThrow().format();
    Format out = plan.out().format();
    boolean possible =
        switch (plan) {
          case ConvolutionPlan.Applied p -> p.weight().format() == in;
          case ConvolutionPlan.WeightGradient p -> p.outGradient().format() == in;
        };
    if (!possible || in == Format.FLOAT64 || (out != in && out != Format.FLOAT32)) {
      throw new IllegalArgumentException(
          describe(plan)
              + ": oneDNN convolves FLOAT32 with FLOAT32 into FLOAT32, or BFLOAT16 with BFLOAT16"
              + " into either; convert an operand");
    }
    if (!tensors(plan).allMatch(tensor -> tensor.segment().isNative())) {
      throw new IllegalArgumentException(
          describe(plan)
              + ": oneDNN cannot reach tensors on the Java heap; allocate them from an arena");
    }
  }

  static String describe(ConvolutionPlan plan) {
    String what =
        switch (plan) {
          case ConvolutionPlan.Applied p ->
              "%s of %s with %s"
                  .formatted(
                      p.transposed() ? "transposed convolution" : "convolution",
                      p.in(),
                      p.weight());
          case ConvolutionPlan.WeightGradient p ->
              "weight gradient of %s and %s".formatted(p.in(), p.outGradient());
        };
    return "%s into %s (%s)".formatted(what, plan.out(), plan.shape());
  }
}
