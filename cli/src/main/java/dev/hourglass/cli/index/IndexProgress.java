package dev.hourglass.cli.index;

import dev.hourglass.cli.screen.Progress;
import dev.hourglass.cli.screen.Screen;
import dev.hourglass.search.IndexListener;

/** Shows an index being written on standard error: how far, how fast, how long still. */
final class IndexProgress implements IndexListener {
  private static final long LINE_NANOSECONDS = 5_000_000_000L;
  private static final long DRAWING_NANOSECONDS = 200_000_000L;

  private final Screen screen;
  private int samples;
  private long begun;
  private long told;

  IndexProgress(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void started(int count) {
    samples = count;
    begun = System.nanoTime();
    told = begun;
  }

  @Override
  public void put(int done) {
    long now = System.nanoTime();
    if (now - told < (screen.isTerminal() ? DRAWING_NANOSECONDS : LINE_NANOSECONDS)) {
      return;
    }
    told = now;
    double seconds = (now - begun) / 1e9;
    String line =
        "indexing, %,d of %,d samples  %,.0f/s  %s left"
            .formatted(
                done, samples, done / seconds, Progress.time(seconds / done * (samples - done)));
    if (screen.isTerminal()) {
      screen.draw(done == samples ? "" : line);
    } else {
      screen.remark(line);
    }
  }
}
