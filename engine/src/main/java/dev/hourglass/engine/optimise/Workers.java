package dev.hourglass.engine.optimise;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A fixed team of threads that go through a piece of work together and meet in between.
 *
 * <p>The calling thread is worker 0. A meeting is a barrier: it first spins, because steps take
 * some hundred microseconds and waking a thread takes a good part of that, then yields.
 */
public final class Workers {
  /** Polls before a waiting worker lets others have the processor. */
  private static final int SPINS = 20_000;

  /** Times it then merely gives way, before it sleeps in between. */
  private static final int YIELDS = 1_000;

  /**
   * So long a wait is an epoch's end or a crowded machine, where spinning only takes from others.
   */
  private static final long NAP_NANOS = 50_000;

  private final int count;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile int generation;

  /** A team of {@code count}, at least 1. */
  public Workers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a team has 1 or more workers, but was " + count);
    }
    this.count = count;
  }

  /** How many work. */
  public int count() {
    return count;
  }

  /**
   * Runs {@code work} on every worker, passing each its number, and returns when all are done.
   *
   * @throws RuntimeException the first that a worker threw; the others are released from meetings
   */
  public void run(IntConsumer work) {
    arrived.set(0);
    failure.set(null);
    Thread[] threads = new Thread[count];
    for (int i = 1; i < count; i++) {
      int worker = i;
      threads[i] =
          Thread.ofPlatform()
              .name("hourglass-worker-" + i)
              .daemon()
              .start(() -> runGuarded(work, worker));
    }
    runGuarded(work, 0);
    boolean interrupted = false;
    for (int i = 1; i < count; i++) {
      while (true) {
        try {
          threads[i].join();
          break;
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private void runGuarded(IntConsumer work, int worker) {
    try {
      work.accept(worker);
    } catch (Abandoned _) {
      // Another worker failed; its exception is the one to report.
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Waits until every worker has come here. What any of them wrote before is then seen by all. */
  public void meet() {
    if (count == 1) {
      return;
    }
    int entered = generation;
    if (arrived.incrementAndGet() == count) {
      arrived.set(0);
      generation = entered + 1;
      return;
    }
    int polls = 0;
    while (generation == entered) {
      if (failure.get() != null) {
        throw new Abandoned();
      }
      if (++polls < SPINS) {
        Thread.onSpinWait();
      } else if (polls < SPINS + YIELDS) {
        Thread.yield();
      } else {
        LockSupport.parkNanos(NAP_NANOS);
      }
    }
  }

  /** The first of {@code size} items that belong to {@code worker}; its successor's is its end. */
  public int from(int worker, int size) {
    return (int) ((long) size * worker / count);
  }

  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1;

    Abandoned() {
      super("another worker failed", null, false, false);
    }
  }
}
