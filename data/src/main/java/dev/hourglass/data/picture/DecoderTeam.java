package dev.hourglass.data.picture;

import dev.hourglass.data.raw.ReadingListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Threads of their own that work through images, as many as there are processors, while the calling
 * thread tells how far they are. An interrupt of the calling thread does not reach them; its flag
 * stays set.
 *
 * @param listener who is told
 */
record DecoderTeam(ReadingListener listener) {
  private static final long GLANCE_MILLISECONDS = 100;

  /** A step that failed. */
  private record Failure(int step, Throwable why) {}

  /**
   * Does {@code count} steps, begun in their order. After one that fails no other is begun, and the
   * first of those that failed is thrown: which that is does not depend on the threads.
   *
   * @param what is done, for the listener
   */
  void each(int count, String what, IntConsumer step) {
    int size = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, Math.max(1, count));
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();
    CountDownLatch working = new CountDownLatch(size);
    Runnable work =
        () -> {
          int i = -1;
          try {
            for (i = next.getAndIncrement();
                i < count && failures.isEmpty();
                i = next.getAndIncrement()) {
              step.accept(i);
              done.incrementAndGet();
            }
          } catch (RuntimeException | Error e) {
            failures.add(new Failure(i, e));
          } finally {
            working.countDown();
          }
        };
    for (int i = 0; i < size; i++) {
      Thread.ofPlatform().name("hourglass-decoder-", i).daemon().start(work);
    }
    await(working, () -> listener.progressed(what, done.get(), OptionalInt.of(count)));
    List<Failure> all = new ArrayList<>(failures);
    all.sort(Comparator.comparingInt(Failure::step));
    if (!all.isEmpty()) {
      switch (all.getFirst().why) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }

  private static void await(CountDownLatch end, Runnable glance) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (end.await(GLANCE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
            return;
          }
          glance.run();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
