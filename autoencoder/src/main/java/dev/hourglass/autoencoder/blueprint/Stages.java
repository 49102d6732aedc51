package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.engine.kernel.Activation;
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
  public Stages {
    list = List.copyOf(list);
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

  /** Numbers per sample that each puts out. */
  public List<Integer> sizes() {
    return list.stream().map(Stage::outputs).toList();
  }

  /** How many there are. */
  public int count() {
    return list.size();
  }

  /** What its dense stages are like: the first one, or a plain ReLU where there is none. */
  public Stage.Dense dense() {
    return list.stream()
        .map(
            stage ->
                switch (stage) {
                  case Stage.Dense dense -> dense;
                })
        .findFirst()
        .orElse(new Stage.Dense(1));
  }

  /** The activation of its dense stages: the first one's, or ReLU where there is none. */
  public Activation activation() {
    return dense().activation();
  }

  /** The dropout of its dense stages: the first one's, or 0 where there is none. */
  public double dropout() {
    return dense().dropout();
  }

  /** Whether any stage is layer-normalised. */
  public boolean normalized() {
    return list.stream()
        .anyMatch(
            stage ->
                switch (stage) {
                  case Stage.Dense dense -> dense.normalized();
                });
  }

  /** Dense stages of other sizes, like {@link #dense}. */
  public Stages withSizes(List<Integer> sizes) {
    return of(dense(), sizes);
  }

  /** The same stages with another activation. */
  public Stages withActivation(Activation activation) {
    return map(d -> new Stage.Dense(d.units(), activation, d.dropout(), d.normalized()));
  }

  /** The same stages with dropout. */
  public Stages withDropout(double dropout) {
    return map(d -> new Stage.Dense(d.units(), d.activation(), dropout, d.normalized()));
  }

  /** The same stages with or without layer normalisation. */
  public Stages withNormalization(boolean normalized) {
    return map(d -> new Stage.Dense(d.units(), d.activation(), d.dropout(), normalized));
  }

  /** The same stages in reverse order. */
  public Stages mirrored() {
    return new Stages(list.reversed());
  }

  private Stages map(UnaryOperator<Stage.Dense> change) {
    return new Stages(
        list.stream()
            .map(
                stage ->
                    switch (stage) {
                      case Stage.Dense dense -> (Stage) change.apply(dense);
                    })
            .toList());
  }
}
