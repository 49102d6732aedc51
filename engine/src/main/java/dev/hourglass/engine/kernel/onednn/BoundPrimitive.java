package dev.hourglass.engine.kernel.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;

import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * A oneDNN primitive with its memory, ready to run. What it is given is in place when it is bound;
 * a run is one call and allocates nothing.
 */
final class BoundPrimitive {
  private final OneDnn oneDnn;
  private final long primitive;
  private final MemorySegment arguments;
  private final int argumentCount;
  private final String implementation;

  private final MemorySegment scratchpad;

  /**
   * Memory that a primitive reads or writes.
   *
   * @param kind one of {@code DNNL_ARG_*}
   * @param descriptor of its shape and layout
   * @param data where it lies
   */
  record Argument(int kind, long descriptor, MemorySegment data) {}

  /**
   * Makes the primitive that a descriptor describes.
   *
   * @param kept gets the native objects and the memory that must live as long as this
   * @param arguments without a scratchpad, which it gets itself: oneDNN's own belongs to the thread
   *     that made the primitive
   */
  BoundPrimitive(
      OneDnn oneDnn, Arena arena, NativeHandles kept, long descriptor, List<Argument> arguments) {
    this.oneDnn = oneDnn;
    OneDnnCalls calls = oneDnn.calls();
    primitive = kept.add(calls.createPrimitive(arena, descriptor), calls::destroyPrimitive);
    implementation = calls.implementation(arena, descriptor);
    long scratchpadDescriptor = calls.scratchpad(descriptor);
    long scratchpadBytes = calls.sizeOf(scratchpadDescriptor);
    scratchpad = kept.allocate(Math.max(1, scratchpadBytes), Tensor.ALIGNMENT);
    List<Argument> all = new ArrayList<>(arguments);
    if (scratchpadBytes > 0) {
      all.add(new Argument(OneDnnCalls.ARG_SCRATCHPAD, scratchpadDescriptor, scratchpad));
    }
    argumentCount = all.size();
    this.arguments =
        kept.allocate(OneDnnCalls.ARGUMENT_BYTES * argumentCount, ADDRESS.byteAlignment());
    for (int i = 0; i < argumentCount; i++) {
      Argument argument = all.get(i);
      long memory =
          kept.add(
              calls.createMemory(arena, argument.descriptor, argument.data), calls::destroyMemory);
      OneDnnCalls.setArgument(this.arguments, i, argument.kind, memory);
    }
  }

  /** Runs it; whoever calls keeps the memory of its arguments reachable. */
  void run() {
    try {
      oneDnn.execute(primitive, argumentCount, arguments.address());
    } finally {
      // oneDNN holds bare addresses; what they point to must outlive the call.
      Reference.reachabilityFence(this);
    }
  }

  /** oneDNN's name for how it is done: {@code brgconv:avx512_core_bf16}. */
  String implementation() {
    return implementation;
  }

  /** Bytes that oneDNN writes to besides the output. */
  long scratchpadBytes() {
    return scratchpad.byteSize();
  }
}
