package dev.hourglass.cli.screen;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.read.NpyFile;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.picture.ImageGrid;
import dev.hourglass.tasks.picture.Png;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes samples that a model made: numbers in the units of the data it was trained on, or a grid
 * of pictures.
 *
 * @param destination where they go
 * @param preparation the model's
 */
public record SampleFile(Destination destination, Preparation preparation) {
  /** What samples can be written as. */
  public static final Destination.Kind[] KINDS = {
    Destination.Kind.PNG, Destination.Kind.NPY, Destination.Kind.CSV
  };

  /**
   * Writes samples.
   *
   * @param samples as the model put them out
   * @param columns pictures in a row of a grid
   */
  public void write(Tensor samples, int columns) {
    write(samples, Optional.empty(), columns);
  }

  /**
   * What samples are labelled with.
   *
   * @param name of the column
   */
  public record LabelColumn(String name, Labels labels) {}

  /**
   * Writes samples.
   *
   * @param samples as the model put them out
   * @param labels the last column of a CSV, where there are some
   * @param columns pictures in a row of a grid
   */
  public void write(Tensor samples, Optional<LabelColumn> labels, int columns) {
    switch (destination.kind()) {
      case NPY -> writeNpy(samples);
      case CSV -> writeCsv(samples, labels);
      case PNG -> writePng(samples, columns);
      case HGZ, HTML, ONNX, SAFETENSORS -> throw new IllegalStateException(destination.toString());
    }
  }

  /** As float64 where the data's own units need it. */
  private void writeNpy(Tensor samples) {
    if (preparation.exceedsFloat32()) {
      NpyFile.writeDoubles(
          destination.file(),
          samples.rows(),
          samples.columns(),
          r -> preparation.unscale(samples.row(r)));
      return;
    }
    Tensor unscaled = Tensor.allocate(samples.rows(), samples.columns());
    for (int r = 0; r < samples.rows(); r++) {
      double[] row = preparation.unscale(samples.row(r));
      for (int c = 0; c < row.length; c++) {
        unscaled.set((long) r * row.length + c, (float) row[c]);
      }
    }
    NpyFile.write(destination.file(), unscaled.segment(), unscaled.rows(), unscaled.columns());
  }

  private void writeCsv(Tensor samples, Optional<LabelColumn> labels) {
    boolean named = !preparation.columnNames().isEmpty();
    List<String> header =
        new ArrayList<>(
            named
                ? preparation.columnNames()
                : IntStream.range(0, preparation.inputShape().features())
                    .mapToObj(i -> "x" + i)
                    .toList());
    labels.ifPresent(column -> header.add(column.name()));
    destination.write(
        out ->
            CsvOutput.write(
                out,
                header,
                samples.rows(),
                r -> {
                  List<String> row = new ArrayList<>(preparation.original(samples.row(r)));
                  labels.ifPresent(column -> row.add(column.labels().name(r)));
                  return row;
                }));
  }

  /** Draws samples as a grid of pictures. */
  void writePng(Tensor samples, int columns) {
    SampleShape shape = preparation.outputShape();
    ImageGrid grid = ImageGrid.of(shape, columns);
    double least = 0;
    double most = 1;
    for (long i = 0; i < samples.size(); i++) {
      least = Math.min(least, samples.get(i));
      most = Math.max(most, samples.get(i));
    }
    // A linear output overshoots a little; only what is on another scale altogether is stretched.
    if (least < -0.5 || most > 1.5) {
      grid = grid.withRange(least, most);
    }
    byte[] png = Png.of(grid.draw(samples)).bytes();
    destination.write(out -> out.write(png));
  }

  /** Refuses a picture of what is none, before any work is done. */
  public void checkDrawable() {
    SampleShape shape = preparation.outputShape();
    if (destination.kind() == Destination.Kind.PNG
        && (!shape.isImage() || (shape.channels() != 1 && shape.channels() != 3))) {
      throw new Mistake(
          "--out %s: the model's samples (%s) are no pictures; write a .csv or .npy"
              .formatted(destination.file(), shape));
    }
  }
}
