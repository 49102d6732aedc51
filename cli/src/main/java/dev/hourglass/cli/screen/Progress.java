package dev.hourglass.cli.screen;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.autoencoder.train.TrainingListener;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Shows a training on standard error: a line that is drawn over on a terminal, a line now and then
 * elsewhere.
 */
public final class Progress implements TrainingListener {
  private static final long REDRAW_NANOSECONDS = 100_000_000;
  private static final int SHORTEST_BAR = 8;
  private static final int LONGEST_BAR = 30;
  private static final String GAP = "  ";

  private final Screen screen;
  private final String title;
  private final int mostLines;
  private final BooleanSupplier stop;

  private int epochs;
  private int steps;
  private int samples;
  private long begun;
  private long drawn;
  private int barLength = LONGEST_BAR;
  private double loss = Double.NaN;
  private EpochRecord last;

  /**
   * A progress.
   *
   * @param screen where it is shown
   * @param title in front of each line, where several trainings follow each other; may be empty
   * @param mostLines about how many lines there are where nothing can be drawn over
   * @param stop asked after every step
   */
  public Progress(Screen screen, String title, int mostLines, BooleanSupplier stop) {
    this.screen = screen;
    this.title = title.isEmpty() ? "" : title + "  ";
    this.mostLines = mostLines;
    this.stop = stop;
  }

  @Override
  public void started(Blueprint blueprint, Training training, int samples, int stepsPerEpoch) {
    this.epochs = training.epochs();
    this.steps = stepsPerEpoch;
    this.samples = samples;
    this.begun = System.nanoTime();
  }

  @Override
  public void stepped(int epoch, int step, double stepLoss) {
    // A sliding mean: the loss of a single batch jumps about.
    loss = Double.isNaN(loss) ? stepLoss : 0.95 * loss + 0.05 * stepLoss;
    if (screen.isTerminal() && System.nanoTime() - drawn > REDRAW_NANOSECONDS) {
      draw(epoch, step);
    }
  }

  @Override
  public void epochEnded(EpochRecord epoch) {
    last = epoch;
    if (screen.isTerminal()) {
      draw(epoch.epoch(), steps);
    } else {
      int stride = Math.ceilDiv(epochs, mostLines);
      if (epoch.epoch() % stride == 0 || epoch.epoch() == 1 || epoch.epoch() == epochs) {
        screen.say(
            title + place(epoch.epoch()) + figures(epoch.loss()) + speed(epoch.epoch(), steps));
      }
    }
  }

  @Override
  public void trialStarted(int heldAside) {
    screen.say(
        title
            + "trial     %,d samples held aside, to see how many epochs serve them"
                .formatted(heldAside));
  }

  @Override
  public void trialEnded(int bestEpoch) {
    finish();
    loss = Double.NaN;
    screen.say(
        title
            + (bestEpoch == 0
                ? "trial     no epoch served them better than PCA, where training began"
                : "trial     %s served them best; now on all samples"
                    .formatted(bestEpoch == 1 ? "1 epoch" : bestEpoch + " epochs")));
  }

  @Override
  public boolean shouldStop() {
    return stop.getAsBoolean();
  }

  /** Leaves the last line standing and goes on below it. */
  public void finish() {
    if (screen.isTerminal() && drawn != 0) {
      screen.say("");
    }
  }

  private void draw(int epoch, int step) {
    drawn = System.nanoTime();
    String head = title + place(epoch);
    double shown = last != null && step == steps ? last.loss() : loss;
    String tail = figures(shown) + speed(epoch, step);
    int room = screen.columns() - 1 - head.length() - tail.length() - GAP.length();
    String line = head + tail;
    if (room >= SHORTEST_BAR) {
      // It may shrink for longer figures but does not grow again, lest it dances.
      barLength = Math.min(room, barLength);
      line = head + bar(fraction(epoch, step), barLength) + GAP + tail;
    }
    screen.draw(line);
  }

  private double fraction(int epoch, int step) {
    return (epoch - 1 + (double) step / steps) / epochs;
  }

  private String place(int epoch) {
    int width = Integer.toString(epochs).length();
    return ("epoch %" + width + "d/%d  ").formatted(epoch, epochs);
  }

  private static String bar(double fraction, int length) {
    int full = (int) Math.round(fraction * length);
    return "━".repeat(full) + "─".repeat(length - full);
  }

  private String figures(double loss) {
    StringBuilder text = new StringBuilder("loss ").append(figure(loss));
    if (last != null) {
      text.append("  mse ").append(figure(last.mse()));
      last.validationMse().ifPresent(mse -> text.append("  val ").append(figure(mse)));
      if (last.deadUnits() > 0) {
        text.append("  ").append(last.deadUnits()).append(" dead");
      }
    }
    return text.append("  ").toString();
  }

  private String speed(int epoch, int step) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    double done = fraction(epoch, step);
    double perSecond =
        last != null && last.epoch() == epoch
            ? last.samplesPerSecond()
            : done * epochs * samples / Math.max(1e-9, seconds);
    String text = rate(perSecond) + "/s";
    return done >= 1 ? text : text + "  " + time(seconds / done - seconds) + " left";
  }

  private static String rate(double perSecond) {
    return perSecond < 10_000
        ? String.format(Locale.ROOT, "%.0f", perSecond)
        : String.format(Locale.ROOT, "%.0fk", perSecond / 1000);
  }

  /** Four digits that matter. */
  public static String figure(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e6)) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    int digits = size == 0 ? 1 : (int) Math.floor(Math.log10(size)) + 1;
    return String.format(Locale.ROOT, "%." + Math.clamp(4 - digits, 0, 7) + "f", value);
  }

  /** {@code 8s}, {@code 1:23} or {@code 2:05:10}. */
  public static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + "s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
