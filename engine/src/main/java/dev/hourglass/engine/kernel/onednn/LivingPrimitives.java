package dev.hourglass.engine.kernel.onednn;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Primitives that are prepared, and when each goes: with the arena of a tensor it is bound to, as
 * it can never run again, or when nobody refers to it any more.
 *
 * <p>An arena does not tell when it is closed, so those of closed arenas are looked for whenever
 * another one is prepared: of a training that is over nothing stays once the next one begins.
 */
final class LivingPrimitives {
  private static final Cleaner CLEANER = Cleaner.create();

  /** Some 2 MB of code each, of which the collector knows nothing. */
  private static final int MOST_UNREACHABLE = 64;

  /** References are weak: a strong one would keep the memory of an arena that nobody closes. */
  private record Entry(
      List<WeakReference<MemorySegment.Scope>> scopes,
      NativeHandles handles,
      Cleaner.Cleanable end) {
    boolean isOfClosedArena() {
      return scopes.stream()
          .map(WeakReference::get)
          .anyMatch(scope -> scope != null && !scope.isAlive());
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private int living;
  private int preparedSinceCollection;

  /**
   * Watches over a primitive.
   *
   * @param owner that runs it
   * @param scopes of the memory it is bound to
   * @param handles to close when it goes; they must not lead to {@code owner}
   */
  synchronized void add(Object owner, MemorySegment.Scope[] scopes, NativeHandles handles) {
    destroyThoseOfClosedArenas();
    makeRoom();
    living++;
    entries.add(
        new Entry(
            Arrays.stream(scopes).map(WeakReference::new).toList(),
            handles,
            CLEANER.register(owner, () -> end(handles))));
  }

  private synchronized void end(NativeHandles handles) {
    handles.close();
    living--;
  }

  /** How many are not yet destroyed. */
  synchronized int count() {
    return living;
  }

  private void destroyThoseOfClosedArenas() {
    for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      if (entry.isOfClosedArena()) {
        entry.end.clean();
      }
      if (entry.handles.areClosed()) {
        all.remove();
      }
    }
  }

  /**
   * Calls the collector when many may be unreachable, as the JDK does when direct memory runs
   * short: they are small on the heap, which alone would never make it come.
   */
  private void makeRoom() {
    preparedSinceCollection++;
    if (preparedSinceCollection >= MOST_UNREACHABLE && living >= MOST_UNREACHABLE) {
      preparedSinceCollection = 0;
      System.gc();
    }
  }
}
