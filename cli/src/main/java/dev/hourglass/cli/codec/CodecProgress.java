package dev.hourglass.cli.codec;

import dev.hourglass.cli.screen.Progress;
import dev.hourglass.cli.screen.Screen;
import dev.hourglass.tasks.compress.CompressionListener;

/** Shows compressing and decompressing on standard error: how far, how fast, how long still. */
final class CodecProgress implements CompressionListener {
  private static final long LINE_NANOSECONDS = 5_000_000_000L;
  private static final long DRAWING_NANOSECONDS = 200_000_000L;

  private final Screen screen;
  private String stage = "";
  private int samples;
  private long begun;
  private long told;

  CodecProgress(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void began(String name, int items) {
    stage = name;
    samples = items;
    begun = System.nanoTime();
    told = begun;
    if (screen.isTerminal()) {
      screen.draw(samples == 0 ? stage : "%s, %,d samples".formatted(stage, samples));
    }
  }

  @Override
  public void done(int items) {
    long now = System.nanoTime();
    if (items == 0 || now - told < (screen.isTerminal() ? DRAWING_NANOSECONDS : LINE_NANOSECONDS)) {
      return;
    }
    told = now;
    double seconds = (now - begun) / 1e9;
    String line =
        samples == 0
            ? "%s, %,d samples  %,.0f/s".formatted(stage, items, items / seconds)
            : "%s, %,d of %,d samples  %,.0f/s  %s left"
                .formatted(
                    stage,
                    items,
                    samples,
                    items / seconds,
                    Progress.time(seconds / items * (samples - items)));
    if (screen.isTerminal()) {
      screen.draw(line);
    } else {
      screen.remark(line);
    }
  }

  /** Takes the line away. */
  void finish() {
    if (screen.isTerminal()) {
      screen.draw("");
    }
  }
}
