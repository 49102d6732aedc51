package dev.hourglass.engine.network;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Counts what is allocated from it. */
final class CountingArena implements Arena {
  private final Arena arena = Arena.ofConfined();
  private long bytes;
  private long largest;

  /** All bytes that were asked for. */
  long bytes() {
    return bytes;
  }

  /** The most bytes that were asked for at once. */
  long largest() {
    return largest;
  }

  @Override
  public MemorySegment allocate(long byteSize, long byteAlignment) {
    bytes += byteSize;
    largest = Math.max(largest, byteSize);
    return arena.allocate(byteSize, byteAlignment);
  }

  @Override
  public MemorySegment.Scope scope() {
    return arena.scope();
  }

  @Override
  public void close() {
    arena.close();
  }
}
