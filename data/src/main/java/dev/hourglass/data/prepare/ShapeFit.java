package dev.hourglass.data.prepare;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SameRowsView;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import java.util.ArrayList;
import java.util.List;

/** Brings raw data to the shape that a preparation of numbers was fitted on, or says why not. */
final class ShapeFit {
  private ShapeFit() {}

  /**
   * @throws DataException if the samples have another shape, or a table has other than numbers
   */
  static Dataset fit(RawData raw, SampleShape shape) {
    return switch (raw) {
      case RawData.Array numbers -> fit(numbers.samples(), shape);
      case RawData.Table table -> fit(fromTable(table, shape), shape);
    };
  }

  private static Dataset fit(Dataset samples, SampleShape shape) {
    SampleShape found = samples.shape();
    if (found.equals(shape)) {
      return samples;
    }
    boolean flattened = !found.isImage() || !shape.isImage();
    if (found.features() == shape.features() && flattened) {
      return new ReshapedView(samples, shape);
    }
    throw misfit(samples.source(), found, shape);
  }

  private static DataException misfit(String source, SampleShape found, SampleShape shape) {
    String remedy =
        found.isImage() && shape.isImage()
            ? "; bring the images to that size with option 'resize' = %dx%d%s"
                .formatted(shape.width(), shape.height(), colorRemedy(found, shape))
            : "; give data of the kind that the model was trained on";
    return new DataException(
        "%s: holds samples of %s, but the model was trained on %s%s"
            .formatted(source, found, shape, remedy));
  }

  private static String colorRemedy(SampleShape found, SampleShape wanted) {
    return found.channels() == wanted.channels()
        ? ""
        : wanted.channels() == 1 ? " and option 'grey'" : " and option 'rgb'";
  }

  private static Dataset fromTable(RawData.Table table, SampleShape shape) {
    int columns = table.columns().size();
    if (columns != shape.features()) {
      throw misfit(table.source(), SampleShape.vector(columns), shape);
    }
    List<double[]> numbers = new ArrayList<>();
    for (Column column : table.columns()) {
      if (!(column instanceof Column.Numeric(String name, double[] values))) {
        throw new DataException(
            "%s: column '%s' holds text, but the model was trained on numbers alone"
                .formatted(table.source(), column.name()));
      }
      for (int i = 0; i < values.length; i++) {
        if (Double.isNaN(values[i])) {
          throw new DataException(
              ("%s, line %d, column '%s': the cell is missing, and the model has "
                      + "nothing to fill it with")
                  .formatted(table.source(), table.lines()[i], name));
        }
      }
      numbers.add(values);
    }
    Dataset samples =
        new ColumnSamples(numbers, table.source(), table.named() ? table.columnNames() : List.of());
    return table.labels().map(samples::withLabels).orElse(samples);
  }

  /** The same numbers called an image, or called a vector. */
  private record ReshapedView(Dataset samples, SampleShape shape) implements SameRowsView {
    @Override
    public Dataset subset(int[] rows) {
      return new ReshapedView(samples.subset(rows), shape);
    }

    @Override
    public Dataset drawnIn(int epoch) {
      return new ReshapedView(samples.drawnIn(epoch), shape);
    }

    @Override
    public Dataset asStored() {
      return new ReshapedView(samples.asStored(), shape);
    }
  }
}
