package dev.hourglass.cli.screen;

import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.tasks.compare.ComparisonListener;
import dev.hourglass.tasks.compare.ModelResult;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Shows a comparison on standard error: each model's training, then what is measured of it. */
public final class ComparisonProgress implements ComparisonListener {
  private static final int LINES_EACH = 2;
  private static final String ERASE_LINE = "\r\033[2K";

  private final Screen screen;
  private final BooleanSupplier stop;
  private int models;
  private int longestName;
  private int number;

  /**
   * A progress.
   *
   * @param screen where it is shown
   * @param stop asked after every step and between models
   */
  public ComparisonProgress(Screen screen, BooleanSupplier stop) {
    this.screen = screen;
    this.stop = stop;
  }

  @Override
  public void started(List<String> names) {
    models = names.size();
    longestName = names.stream().mapToInt(String::length).max().orElse(0);
  }

  @Override
  public void modelStarted(String model, int number) {
    this.number = number;
  }

  @Override
  public TrainingListener training(String model) {
    return new Progress(screen, title(model), LINES_EACH, stop);
  }

  @Override
  public void measuring(String model, String what) {
    if (screen.isTerminal()) {
      screen.stream().print(ERASE_LINE + title(model) + "  " + what + " …");
      screen.stream().flush();
    }
  }

  @Override
  public void modelEnded(ModelResult result) {
    if (screen.isTerminal()) {
      screen.stream().print(ERASE_LINE);
    }
    screen.say(
        "%s  test mse %s, trained in %s"
            .formatted(
                title(result.name()),
                Progress.figure(result.reconstruction().error().mse()),
                Progress.time(result.card().seconds())));
  }

  @Override
  public void modelFailed(String model, String reason) {
    screen.warn(model + ": " + reason);
  }

  @Override
  public boolean shouldStop() {
    return stop.getAsBoolean();
  }

  private String title(String model) {
    return ("%d/%d %-" + Math.max(1, longestName) + "s").formatted(number, models, model);
  }
}
