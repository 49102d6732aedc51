package dev.hourglass.cli.screen;

import dev.hourglass.data.raw.ReadingListener;
import java.time.Duration;
import java.util.OptionalInt;

/** Tells how far the reading of much data is; of little, nothing. */
public final class ReadingProgress implements ReadingListener, AutoCloseable {
  private static final long PATIENCE = Duration.ofSeconds(1).toNanos();
  private static final long BETWEEN_LINES = Duration.ofSeconds(10).toNanos();
  private static final long BETWEEN_DRAWINGS = Duration.ofMillis(200).toNanos();

  private final Screen screen;
  private long told;
  private boolean drawn;

  public ReadingProgress(Screen screen) {
    this.screen = screen;
    this.told = System.nanoTime() + (screen.isTerminal() ? PATIENCE : 0);
  }

  @Override
  public void progressed(String what, int done, OptionalInt of) {
    long now = System.nanoTime();
    if (now - told < (screen.isTerminal() ? BETWEEN_DRAWINGS : BETWEEN_LINES)) {
      return;
    }
    told = now;
    String line =
        of.isPresent()
            ? "reading, %,d of %,d %s".formatted(done, of.getAsInt(), what)
            : "reading, %,d %s".formatted(done, what);
    if (screen.isTerminal()) {
      screen.draw(line);
      drawn = true;
    } else {
      screen.remark(line);
    }
  }

  /** Leaves nothing standing that was drawn. */
  @Override
  public void close() {
    if (drawn) {
      screen.draw("");
    }
  }
}
