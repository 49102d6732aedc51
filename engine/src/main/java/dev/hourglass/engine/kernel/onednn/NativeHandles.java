package dev.hourglass.engine.kernel.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Native objects, how to destroy them, and memory of theirs; last made, first destroyed. */
final class NativeHandles implements AutoCloseable {
  private record Handle(long object, LongConsumer destroy) {}

  private final List<Handle> handles = new ArrayList<>();
  private Optional<Arena> arena = Optional.empty();
  private boolean closed;

  long add(long object, LongConsumer destroy) {
    handles.add(new Handle(object, destroy));
    return object;
  }

  /** Memory that is there until these are closed. */
  MemorySegment allocate(long bytes, long alignment) {
    if (arena.isEmpty()) {
      // Whoever closes these is another thread than the one that made them.
      arena = Optional.of(Arena.ofShared());
    }
    return arena.get().allocate(bytes, alignment);
  }

  @Override
  public void close() {
    for (Handle handle : handles.reversed()) {
      handle.destroy.accept(handle.object);
    }
    handles.clear();
    arena.ifPresent(Arena::close);
    arena = Optional.empty();
    closed = true;
  }

  boolean areClosed() {
    return closed;
  }
}
