package dev.hourglass.tasks.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What came of an attack: nothing to complain of, or a complaint.
 *
 * @param refused whether the file was refused
 * @param complaint what is wrong with how it was read or refused
 */
record Outcome(boolean refused, Optional<String> complaint) {
  /** Reading takes milliseconds, tables of many columns a second; but this machine may be busy. */
  private static final int SECONDS = 120;

  /** Small, so that recursion along a file's nesting shows. */
  private static final int STACK_BYTES = 1 << 20;

  private static final int LONGEST_MESSAGE = 3_000;

  /** Taken one after the other, not all at once; the files have a few megabytes at most. */
  private static final long MOST_BYTES = 512L << 20;

  /** How an attack ended, and the memory that was taken meanwhile, on the heap and off it. */
  private record Ended(Optional<Throwable> thrown, long bytes) {}

  /** Runs an attack in a thread of its own. */
  static Outcome of(Attack attack) throws InterruptedException {
    CompletableFuture<Ended> end = new CompletableFuture<>();
    Thread thread =
        new Thread(null, () -> end.complete(run(attack.reading())), "attack", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      Ended ended = end.get(SECONDS, TimeUnit.SECONDS);
      if (ended.bytes > MOST_BYTES) {
        String where = ended.thrown.map(Outcome::trace).orElse(", read");
        return new Outcome(false, Optional.of("took %,d bytes%s".formatted(ended.bytes, where)));
      }
      return ended
          .thrown
          .map(thrown -> judged(attack, thrown))
          .orElse(new Outcome(false, Optional.empty()));
    } catch (TimeoutException _) {
      StringBuilder where = new StringBuilder("still reading after " + SECONDS + " seconds");
      for (StackTraceElement frame : thread.getStackTrace()) {
        where.append("\n  at ").append(frame);
      }
      return new Outcome(false, Optional.of(where.toString()));
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static Ended run(Attack.Reading reading) {
    long before = memory();
    Optional<Throwable> thrown = Optional.empty();
    try {
      reading.run();
    } catch (Throwable e) {
      // Whatever it is: that is what the attack is to find out.
      thrown = Optional.of(e);
    }
    return new Ended(thrown, memory() - before);
  }

  /** What this thread has ever taken from the heap, and what lies off it. */
  private static long memory() {
    long offHeap =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes()
        + offHeap;
  }

  private static Outcome judged(Attack attack, Throwable thrown) {
    if (!attack.refusals().contains(thrown.getClass())) {
      return new Outcome(false, Optional.of(trace(thrown)));
    }
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return complaint("refused without a message", thrown);
    }
    if (message.length() > LONGEST_MESSAGE) {
      return complaint("refused with %d characters".formatted(message.length()), thrown);
    }
    if (message.matches("(?s).*: null\\b.*")) {
      return complaint("refused with 'null' for a reason", thrown);
    }
    if (message.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
      return complaint("refused with control characters in the message", thrown);
    }
    if (!message.contains(attack.file().getFileName().toString())) {
      return complaint("refused without naming the file", thrown);
    }
    return new Outcome(true, Optional.empty());
  }

  private static Outcome complaint(String what, Throwable thrown) {
    return new Outcome(true, Optional.of(what + ": " + trace(thrown)));
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().lines().limit(12).map(Outcome::shortened).reduce("", Outcome::joined);
  }

  private static String shortened(String line) {
    return line.length() < 400 ? line : line.substring(0, 400) + "…";
  }

  private static String joined(String lines, String line) {
    return lines + "\n" + line;
  }
}
