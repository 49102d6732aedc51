package dev.hourglass.cli.flags;

import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.base.NearestName;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How choices are written on the command line and in recipes; every text reads back as it was. */
public final class Spellings {
  private static final String COSINE = "cosine[:WARMUP]";

  private Spellings() {}

  /** {@code sgd}, {@code momentum:0.9}, {@code adam:0.9:0.999}, … */
  public static String text(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd _ -> "sgd";
      case Optimizer.Momentum o -> "momentum:" + number(o.momentum());
      case Optimizer.Nesterov o -> "nesterov:" + number(o.momentum());
      case Optimizer.RmsProp o -> "rmsprop:" + number(o.decay());
      case Optimizer.Adam o -> "adam:" + number(o.beta1()) + ":" + number(o.beta2());
      case Optimizer.AdamW o -> "adamw:" + number(o.weightDecay());
    };
  }

  /** The inverse of {@link #text(Optimizer)}; parts may be left out for the papers' values. */
  public static Optimizer optimizer(String text) {
    Parts parts =
        new Parts(
            text,
            "sgd",
            "momentum[:MU]",
            "nesterov[:MU]",
            "rmsprop[:RHO]",
            "adam[:BETA1:BETA2]",
            "adamw[:DECAY]");
    Optimizer.Adam paper = new Optimizer.Adam();
    return switch (parts.name()) {
      case "sgd" -> parts.finish(new Optimizer.Sgd());
      case "momentum" -> parts.finish(new Optimizer.Momentum(parts.number(0.9)));
      case "nesterov" -> parts.finish(new Optimizer.Nesterov(parts.number(0.9)));
      case "rmsprop" -> parts.finish(new Optimizer.RmsProp(parts.number(0.9), paper.epsilon()));
      case "adam" ->
          parts.finish(
              new Optimizer.Adam(
                  parts.number(paper.beta1()), parts.number(paper.beta2()), paper.epsilon()));
      case "adamw" ->
          parts.finish(
              new Optimizer.AdamW(
                  paper.beta1(),
                  paper.beta2(),
                  paper.epsilon(),
                  parts.number(new Optimizer.AdamW().weightDecay())));
      default -> throw parts.unknown();
    };
  }

  /** {@code constant}, {@code step:10:0.5}, {@code cosine:1}, … */
  public static String text(LearningRate schedule) {
    return switch (schedule) {
      case LearningRate.Constant _ -> "constant";
      case LearningRate.Step s -> "step:" + s.epochs() + ":" + number(s.factor());
      case LearningRate.Exponential e -> "exponential:" + number(e.factor());
      case LearningRate.Cosine c -> "cosine:" + number(c.warmUp());
      case LearningRate.OnPlateau p -> "plateau:" + p.patience() + ":" + number(p.factor());
    };
  }

  /** The inverse of {@link #text(LearningRate)}. */
  public static LearningRate schedule(String text) {
    Parts parts =
        new Parts(
            text,
            "constant",
            "step:EPOCHS:FACTOR",
            "exponential:FACTOR",
            COSINE,
            "plateau:PATIENCE:FACTOR");
    return switch (parts.name()) {
      case "constant" -> parts.finish(new LearningRate.Constant());
      case "step" -> parts.finish(new LearningRate.Step(parts.integer(), parts.number()));
      case "exponential" -> parts.finish(new LearningRate.Exponential(parts.number()));
      case "cosine" -> parts.finish(new LearningRate.Cosine(parts.number(0)));
      case "plateau" -> parts.finish(new LearningRate.OnPlateau(parts.integer(), parts.number()));
      default -> throw parts.unknown();
    };
  }

  /** {@code PATIENCE} or {@code PATIENCE:MIN_IMPROVEMENT}. */
  public static Training.EarlyStopping earlyStopping(String text) {
    Parts parts = new Parts("early-stopping:" + text, "early-stopping:PATIENCE[:MIN_IMPROVEMENT]");
    return parts.finish(new Training.EarlyStopping(parts.integer(), parts.number(0)));
  }

  /** The inverse of {@link #earlyStopping}. */
  public static String text(Training.EarlyStopping stopping) {
    return stopping.minimumImprovement() == 0
        ? Integer.toString(stopping.patience())
        : stopping.patience() + ":" + number(stopping.minimumImprovement());
  }

  /** {@code 90}, {@code 90s}, {@code 2m30s} or {@code 1h}. */
  public static Duration duration(String text) {
    String written = text.strip().toLowerCase(Locale.ROOT);
    if (written.matches("\\d+(\\.\\d+)?")) {
      written += "s";
    }
    try {
      Duration duration = Duration.parse("PT" + written);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException _) {
      // falls through to the one message for everything that is no time
    }
    throw new IllegalArgumentException(
        "expected a time above 0 such as 90s, 15m or 1h30m, but was '" + text + "'");
  }

  /** The inverse of {@link #duration}. */
  public static String text(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  /** An enum constant as users write it. */
  public static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The constant of that label.
   *
   * @throws IllegalArgumentException naming the nearest when there is none
   */
  public static <E extends Enum<E>> E constant(Class<E> type, String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    E[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(c -> label(c).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown '%s': did you mean '%s'? Expected one of %s"
                        .formatted(
                            text,
                            NearestName.to(wanted, Arrays.stream(constants).map(Spellings::label)),
                            Arrays.stream(constants)
                                .map(Spellings::label)
                                .collect(Collectors.joining(", ")))));
  }

  /** The shortest plain decimal that reads back as {@code value}. */
  public static String number(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    return decimal.precision() - decimal.scale() > -4
        ? decimal.toPlainString()
        : decimal.toString().replace('E', 'e');
  }
}
