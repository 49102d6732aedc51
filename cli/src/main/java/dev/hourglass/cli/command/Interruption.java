package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.cli.screen.Screen;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C (and SIGTERM) into a wish to stop, for work that has something to save.
 *
 * <p>The JVM answers such a signal by running its shutdown hooks and ending with 128 plus the
 * signal's number: 130 for Ctrl-C, 143 for SIGTERM. The hook here asks the work to stop and holds
 * the end back until the work has saved what it has and says {@link #close}. A second signal ends
 * at once: the JVM handles each in a thread named after it, and the first one's is still waiting
 * for this hook, so a second such thread is the second signal.
 */
public final class Interruption implements AutoCloseable {
  private static final long GLANCE_MILLISECONDS = 50;
  private static final int CTRL_C = 130;

  private final CountDownLatch saved = new CountDownLatch(1);
  private final Thread hook = new Thread(this::holdBack, "hourglass interruption");
  private final Screen screen;
  private volatile boolean requested;

  private Interruption(Screen screen) {
    this.screen = screen;
  }

  /** Watches from now on until {@link #close}; {@code screen} gets to know. */
  public static Interruption watch(Screen screen) {
    Interruption interruption = new Interruption(screen);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the work should stop. */
  public boolean isRequested() {
    return requested;
  }

  /**
   * Says in front of what a training came to that it was stopped; nothing where it was not.
   *
   * @param epoch that was under way
   * @param epochs there would have been
   * @param best the epoch that the model keeps
   */
  public void tell(PrintStream page, int epoch, int epochs, int best) {
    if (requested) {
      page.printf(
          "Stopped in epoch %d of %d as asked; the model keeps epoch %d, the best so far.%n",
          epoch, epochs, best);
    }
  }

  /** The same of a training whose model is all that is left of it. */
  public void tell(PrintStream page, ModelFile.Model model) {
    Provenance.Outcome outcome = model.provenance().outcome();
    tell(page, outcome.epochs(), model.training().epochs(), outcome.bestEpoch());
  }

  private void holdBack() {
    requested = true;
    if (saved.getCount() > 0) {
      String line = "Stopping after this step; Ctrl-C again ends at once.";
      screen.say(screen.isTerminal() ? "%n%s".formatted(line) : line);
    }
    try {
      while (!saved.await(GLANCE_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        if (signals() > 1) {
          Runtime.getRuntime().halt(CTRL_C);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static long signals() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("SIG(INT|TERM|HUP) handler"))
        .count();
  }

  /** The work has saved what it had, or there is nothing to save any more. */
  @Override
  public void close() {
    saved.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // the JVM is shutting down: the hook is running and has just been let go
    }
  }
}
