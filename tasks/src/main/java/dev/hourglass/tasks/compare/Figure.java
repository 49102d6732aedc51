package dev.hourglass.tasks.compare;

import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.tasks.evaluate.Disturbance;
import dev.hourglass.tasks.evaluate.Fidelity;
import dev.hourglass.tasks.report.NumberText;
import java.util.List;
import java.util.OptionalDouble;

/** The columns of a comparison's summary, in a report and on a terminal alike. */
public enum Figure {
  /** Squared error per feature on the test samples. */
  TEST_ERROR("test error", "mse", Better.LOWER),
  /** The same in decibels; images only. */
  PSNR("psnr", "dB", Better.HIGHER),
  /** The share of the variance that is explained; of what is no image. */
  EXPLAINED("variance explained", "R²", Better.HIGHER),
  /** Accuracy of logistic regression on the codes. */
  LINEAR_PROBE("linear probe", "accuracy", Better.HIGHER),
  /** Accuracy of the 5 nearest codes' vote. */
  NEIGHBOURS("5 nearest", "accuracy", Better.HIGHER),
  /** Error against the clean samples when 30% of the features are black or white. */
  NOISE("30% salt and pepper", "mse", Better.LOWER),
  /** How far codes move when images are rotated. */
  ROTATION("rotation by 10°", "movement", Better.LOWER),
  /** Units active in a sample, on average. */
  ACTIVE_UNITS("active units", "of the code", Better.NEITHER),
  /** What a random code tells of a sample: its divergence from the prior. */
  DIVERGENCE("divergence of the code", "nats", Better.NEITHER),
  /** Numbers that were fitted. */
  PARAMETERS("parameters", "", Better.NEITHER),
  /** How long fitting took. */
  SECONDS("training", "time", Better.NEITHER);

  /** Which way a figure gets better. */
  public enum Better {
    /** Errors and movement. */
    LOWER,
    /** Accuracies. */
    HIGHER,
    /** It describes, and does not judge. */
    NEITHER
  }

  private static final Corruption SALT_AND_PEPPER = new Corruption.SaltAndPepper(0.3);

  private final String title;
  private final String unit;
  private final Better better;

  Figure(String title, String unit, Better better) {
    this.title = title;
    this.unit = unit;
    this.better = better;
  }

  /** The column's heading. */
  public String title() {
    return title;
  }

  /** What it is measured in, empty where that goes without saying. */
  public String unit() {
    return unit;
  }

  /** Which way it gets better. */
  public Better better() {
    return better;
  }

  /** A model's figure, where it has one. */
  public OptionalDouble of(ModelResult model) {
    return switch (this) {
      case TEST_ERROR -> OptionalDouble.of(model.reconstruction().error().mse());
      case PSNR ->
          model.reconstruction().fidelity() instanceof Fidelity.Decibels d
              ? OptionalDouble.of(d.psnr())
              : OptionalDouble.empty();
      case EXPLAINED ->
          model.reconstruction().fidelity() instanceof Fidelity.Explained e
              ? e.inAll()
              : OptionalDouble.empty();
      case LINEAR_PROBE -> model.code().accuracy().linearProbe();
      case NEIGHBOURS -> model.code().accuracy().nearestNeighbours();
      case NOISE -> model.errorUnder(SALT_AND_PEPPER);
      case ROTATION ->
          model
              .code()
              .movement()
              .map(m -> OptionalDouble.of(m.relative().get(Disturbance.ROTATED)))
              .orElseGet(OptionalDouble::empty);
      case ACTIVE_UNITS -> OptionalDouble.of(model.code().activity().mean());
      case DIVERGENCE ->
          model
              .code()
              .random()
              .map(random -> OptionalDouble.of(random.totalDivergence()))
              .orElseGet(OptionalDouble::empty);
      case PARAMETERS -> OptionalDouble.of((double) model.card().parameters());
      case SECONDS -> OptionalDouble.of(model.card().seconds());
    };
  }

  /** A value as people read it. */
  public String text(double value) {
    return switch (this) {
      case TEST_ERROR, NOISE -> NumberText.significant(value);
      case PSNR, ACTIVE_UNITS, DIVERGENCE -> NumberText.decimals(value, 1);
      case LINEAR_PROBE, NEIGHBOURS, EXPLAINED -> NumberText.percent(value);
      case ROTATION -> NumberText.decimals(value, 2);
      case PARAMETERS -> NumberText.whole(value);
      case SECONDS -> NumberText.seconds(value);
    };
  }

  /**
   * The best value among models that learnt something; empty where the figure does not judge or
   * nobody has it.
   */
  public OptionalDouble best(List<ModelResult> models) {
    var values =
        models.stream()
            .filter(ModelResult::learnt)
            .map(this::of)
            .flatMapToDouble(OptionalDouble::stream);
    return switch (better) {
      case LOWER -> values.min();
      case HIGHER -> values.max();
      case NEITHER -> OptionalDouble.empty();
    };
  }

  /** Whether a model's value is the best, or cannot be told from it as it is written. */
  public boolean isBest(ModelResult model, List<ModelResult> models) {
    OptionalDouble best = best(models);
    OptionalDouble own = of(model);
    return model.learnt()
        && best.isPresent()
        && own.isPresent()
        && text(own.getAsDouble()).equals(text(best.getAsDouble()));
  }

  /** The figures that at least one model has. */
  public static List<Figure> present(List<ModelResult> models) {
    return List.of(values()).stream()
        .filter(figure -> models.stream().anyMatch(m -> figure.of(m).isPresent()))
        .toList();
  }
}
