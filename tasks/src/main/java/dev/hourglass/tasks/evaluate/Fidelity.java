package dev.hourglass.tasks.evaluate;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A squared error in the measure that suits the samples: decibels for images, else R². */
public sealed interface Fidelity {
  /**
   * Of images.
   *
   * @param psnr peak signal-to-noise ratio, dB
   * @param peak the range of values it is told against
   * @param ofTraining whether that is the training samples' range, and not that of these
   */
  record Decibels(double psnr, double peak, boolean ofTraining) implements Fidelity {}

  /**
   * Of all else: the share of the variance that is explained.
   *
   * @param inAll over all features together; empty where nothing varies
   * @param columns of each column, in order
   */
  record Explained(OptionalDouble inAll, List<Column> columns) implements Fidelity {
    public Explained {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A column's share.
   *
   * @param name its own, or its position from 1
   * @param explained R² of its features together; empty where the column does not vary
   */
  record Column(String name, OptionalDouble explained) {}

  /**
   * Of an error.
   *
   * @param peak the training samples' range, where that is known
   */
  static Fidelity of(
      ReconstructionError error,
      SampleShape shape,
      Optional<Preparation> preparation,
      OptionalDouble peak) {
    if (shape.isImage()) {
      double range = peak.orElse(error.range());
      return new Decibels(error.psnr(range), range, peak.isPresent());
    }
    return new Explained(error.explained(), columns(error, preparation));
  }

  private static List<Column> columns(
      ReconstructionError error, Optional<Preparation> preparation) {
    int features = error.perFeature().length;
    List<String> names = preparation.map(Preparation::columnNames).orElse(List.of());
    int[] columnOf =
        preparation
            .map(Preparation::columnOfFeature)
            .filter(columns -> columns.length == features)
            .orElse(null);
    List<Column> columns = new ArrayList<>();
    int from = 0;
    while (from < features) {
      int to = from + 1;
      while (columnOf != null && to < features && columnOf[to] == columnOf[from]) {
        to++;
      }
      int column = columnOf == null ? from : columnOf[from];
      String name = column < names.size() ? names.get(column) : Integer.toString(column + 1);
      columns.add(new Column(name, error.explained(from, to)));
      from = to;
    }
    return columns;
  }
}
