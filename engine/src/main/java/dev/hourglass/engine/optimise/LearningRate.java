package dev.hourglass.engine.optimise;

import dev.hourglass.base.Decimal;
import dev.hourglass.base.Spelling;

/**
 * The learning rate over the course of a training, as a factor of its base value.
 *
 * <p>All but {@link OnPlateau} are pure functions of the progress, so a resumed training goes on
 * with the same rates; what {@link OnPlateau} has seen is kept in a {@link Plateau}.
 */
public sealed interface LearningRate {
  /** Epochs of a {@link Cosine}'s warm-up where nobody says how many. */
  double DEFAULT_WARM_UP = 1;

  /** Always the base. */
  record Constant() implements LearningRate {}

  /**
   * Multiplied by {@code factor} after every {@code epochs} epochs.
   *
   * @param epochs at least 1
   * @param factor in (0, 1]
   */
  record Step(int epochs, double factor) implements LearningRate {
    public Step {
      if (epochs < 1) {
        throw new IllegalArgumentException(
            "a step schedule drops every 1 or more epochs, but was given " + epochs);
      }
      checkFactor(factor);
    }
  }

  /**
   * Multiplied by {@code factor} after every epoch.
   *
   * @param factor in (0, 1]
   */
  record Exponential(double factor) implements LearningRate {
    public Exponential {
      checkFactor(factor);
    }
  }

  /**
   * Rises linearly over the first {@code warmUp} epochs, then falls along half a cosine to zero at
   * the last step (Loshchilov and Hutter 2017, one cycle).
   *
   * @param warmUp epochs, may be a fraction; 0 or more
   */
  record Cosine(double warmUp) implements LearningRate {
    public Cosine {
      if (!(warmUp >= 0 && warmUp < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("warm-up lasts 0 or more epochs, but was " + warmUp);
      }
    }
  }

  /**
   * Multiplied by {@code factor} whenever the monitored loss has not improved for {@code patience}
   * epochs.
   *
   * @param patience epochs, at least 1
   * @param factor in (0, 1]
   */
  record OnPlateau(int patience, double factor) implements LearningRate {
    public OnPlateau {
      if (patience < 1) {
        throw new IllegalArgumentException(
            "the plateau's patience is 1 or more epochs, but was " + patience);
      }
      checkFactor(factor);
    }
  }

  /** What {@link OnPlateau} has seen so far. */
  record Plateau(double best, int epochsSinceBest, double factor) {
    /** Before the first epoch. */
    public static final Plateau START = new Plateau(Double.POSITIVE_INFINITY, 0, 1);

    /** After one more epoch that ended with {@code loss}. */
    public Plateau next(LearningRate schedule, double loss) {
      if (!(schedule instanceof OnPlateau onPlateau)) {
        return this;
      }
      if (loss < best) {
        return new Plateau(loss, 0, factor);
      }
      return epochsSinceBest + 1 >= onPlateau.patience
          ? new Plateau(best, 0, factor * onPlateau.factor)
          : new Plateau(best, epochsSinceBest + 1, factor);
    }
  }

  /**
   * The factor at a moment of the training.
   *
   * @param progress epochs done, fractions counting the steps of the current one
   * @param epochs how many the training lasts
   */
  default double factor(double progress, double epochs, Plateau plateau) {
    return switch (this) {
      case Constant _ -> 1;
      case Step s -> Math.pow(s.factor, Math.floor(progress / s.epochs));
      case Exponential e -> Math.pow(e.factor, Math.floor(progress));
      case Cosine c -> {
        // A warm-up longer than half of a short training would leave nothing to train with.
        double warmUp = Math.min(c.warmUp, epochs / 2);
        yield progress < warmUp
            ? progress / warmUp
            : 0.5 * (1 + Math.cos(Math.PI * Math.min(1, (progress - warmUp) / (epochs - warmUp))));
      }
      case OnPlateau _ -> plateau.factor;
    };
  }

  /** As people write it: {@code constant}, {@code step:10:0.5}, {@code cosine:1}, … */
  default String text() {
    return switch (this) {
      case Constant _ -> "constant";
      case Step s -> "step:" + s.epochs + ":" + Decimal.text(s.factor);
      case Exponential e -> "exponential:" + Decimal.text(e.factor);
      case Cosine c -> "cosine:" + Decimal.text(c.warmUp);
      case OnPlateau p -> "plateau:" + p.patience + ":" + Decimal.text(p.factor);
    };
  }

  /**
   * The inverse of {@link #text}.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  static LearningRate parse(String text) {
    Spelling spelling =
        Spelling.of(
            "schedule",
            text,
            "constant",
            "step:EPOCHS:FACTOR",
            "exponential:FACTOR",
            "cosine[:WARMUP]",
            "plateau:PATIENCE:FACTOR");
    return switch (spelling.name()) {
      case "constant" -> spelling.finish(new Constant());
      case "step" -> spelling.finish(new Step(spelling.integer(), spelling.number()));
      case "exponential" -> spelling.finish(new Exponential(spelling.number()));
      case "cosine" -> spelling.finish(new Cosine(spelling.number(DEFAULT_WARM_UP)));
      case "plateau" -> spelling.finish(new OnPlateau(spelling.integer(), spelling.number()));
      default -> throw spelling.unknown();
    };
  }

  private static void checkFactor(double factor) {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(
          "a schedule's factor must lie in (0, 1], but was " + factor);
    }
  }
}
