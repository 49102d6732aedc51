package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.tensor.FeatureMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The stages between the input and the code, or between the code and the output.
 *
 * <p>Each may be of its own kind. The shorthand is sizes and one activation: {@code Stages.of(128,
 * 64).withActivation(Activation.ELU)}.
 *
 * @param list in the order data passes them; may be empty
 */
public record Stages(List<Stage> list) {
  /** More is a slip of the pen, or a forged file. */
  private static final int MOST = 1_000;

  /**
   * @throws IllegalArgumentException if there are more than a thousand
   */
  public Stages {
    list = List.copyOf(list);
    if (list.size() > MOST) {
      throw new IllegalArgumentException(
          "there are at most %,d stages on either side of the code, but here are %,d"
              .formatted(MOST, list.size()));
    }
  }

  /** Dense ReLU stages of the given sizes, without dropout or normalisation. */
  public static Stages of(Integer... sizes) {
    return of(new Stage.Dense(1), Arrays.asList(sizes));
  }

  /**
   * Dense stages like one.
   *
   * @param like whose activation, dropout and normalisation all have; its units do not matter
   * @param sizes units of each
   */
  public static Stages of(Stage.Dense like, List<Integer> sizes) {
    return new Stages(sizes.stream().map(size -> (Stage) like.withUnits(size)).toList());
  }

  /** How many there are. */
  public int count() {
    return list.size();
  }

  /** What comes behind its products: the first one's, or a plain ReLU where there is none. */
  public Stage.Finish finish() {
    return list.stream()
        .filter(Stage::isWeighted)
        .findFirst()
        .map(Stage::finish)
        .orElse(Stage.Finish.PLAIN);
  }

  /** The activation: the first one's, or ReLU where there is none. */
  public Activation activation() {
    return finish().activation();
  }

  /** The dropout: the first one's, or 0 where there is none. */
  public double dropout() {
    return finish().dropout();
  }

  /** Whether any stage is normalised. */
  public boolean normalized() {
    return list.stream().anyMatch(stage -> stage.finish().normalized());
  }

  /** Whether any stage puts out a plane. */
  public boolean isSpatial() {
    return list.stream().anyMatch(Stage::isSpatial);
  }

  /**
   * What goes from stage to stage: what is read, then what each puts out.
   *
   * @throws IllegalArgumentException with the arithmetic, where a stage cannot read what the one
   *     before puts out
   */
  public List<FeatureMap> planes(FeatureMap in) {
    List<FeatureMap> planes = new ArrayList<>();
    planes.add(in);
    for (Stage stage : list) {
      try {
        planes.add(stage.over(planes.getLast()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "stage %d, %s, cannot read %s: %s"
                .formatted(planes.size(), StageText.of(stage), planes.getLast(), e.getMessage()),
            e);
      }
    }
    return planes;
  }

  /** The same stages with another activation. */
  public Stages withActivation(Activation activation) {
    return map(f -> new Stage.Finish(activation, f.dropout(), f.normalized()));
  }

  /** The same stages with dropout. */
  public Stages withDropout(double dropout) {
    return map(f -> new Stage.Finish(f.activation(), dropout, f.normalized()));
  }

  /** The same stages with or without normalisation. */
  public Stages withNormalization(boolean normalized) {
    return map(f -> new Stage.Finish(f.activation(), f.dropout(), normalized));
  }

  /** The same stages with something else behind their products. */
  public Stages withFinish(Stage.Finish finish) {
    return map(_ -> finish);
  }

  /**
   * Stages that lead from the code back to where these begin: the first widens to what the last of
   * these puts out, the next mirrors the last, and so on; the output layer mirrors the first.
   *
   * @param in what these read
   * @throws IllegalArgumentException where they cannot read it
   */
  public Stages mirrored(FeatureMap in) {
    return mirroredFrom(new FeatureMap(1, 1, 1), in);
  }

  /**
   * The same from a code that may keep height and width: then the first is a convolution.
   *
   * @param code as it lies; a single place where it is a vector
   * @param in what these read
   * @throws IllegalArgumentException where they cannot read it
   */
  public Stages mirroredFrom(FeatureMap code, FeatureMap in) {
    List<FeatureMap> planes = planes(in);
    List<Stage> mirrored = new ArrayList<>();
    for (int i = list.size() - 1; i >= 0; i--) {
      Stage.Finish finish = finishBehind(i);
      Stage widening =
          i == list.size() - 1
              ? first(code, planes.getLast(), finish)
              : list.get(i + 1).mirrored(planes.get(i + 1));
      mirrored.add(widening.withFinish(finish));
    }
    return new Stages(mirrored);
  }

  /** What comes behind a stage's product, or where it has none, behind the last product before. */
  private Stage.Finish finishBehind(int stage) {
    for (int i = stage; i >= 0; i--) {
      if (list.get(i).isWeighted()) {
        return list.get(i).finish();
      }
    }
    return finish();
  }

  private static Stage first(FeatureMap code, FeatureMap last, Stage.Finish finish) {
    return code.places() > 1
        ? new Stage.Convolution(new Filters(last.channels(), 1), finish)
        : new Stage.Dense(1, finish).mirrored(last);
  }

  /** As people write it: {@code conv:32,conv:64:2,128}, or {@code none}. */
  public String text() {
    return StageText.of(this);
  }

  /**
   * Plain ReLU stages as {@link #text} has them.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  public static Stages parse(String text) {
    return StageText.parse(text);
  }

  private Stages map(UnaryOperator<Stage.Finish> change) {
    return new Stages(
        list.stream().map(stage -> stage.withFinish(change.apply(stage.finish()))).toList());
  }
}
