package dev.hourglass.cli.screen;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.read.NpyFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes reconstruction errors, one a row: of samples or of features.
 *
 * @param destination a .csv, which names what each is of, or a .npy of one column
 */
public record ErrorFile(Destination destination) {
  /** What errors can be written as. */
  public static final Destination.Kind[] KINDS = {Destination.Kind.CSV, Destination.Kind.NPY};

  /** Each sample's error, in their order, with its label where that is known. */
  public void writeOfSamples(double[] errors, Dataset samples) {
    List<String> header = new ArrayList<>(List.of("sample"));
    samples.labels().ifPresent(_ -> header.add("label"));
    header.add("mse");
    write(
        errors,
        header,
        i -> {
          List<String> cells = new ArrayList<>(List.of(Integer.toString(i + 1)));
          samples.labels().ifPresent(labels -> cells.add(labels.name(i)));
          return cells;
        });
  }

  /** Each prepared feature's error, under its name where it has one. */
  public void writeOfFeatures(double[] errors, Dataset samples) {
    List<String> names = samples.featureNames();
    write(
        errors,
        List.of("feature", "mse"),
        i -> new ArrayList<>(List.of(names.isEmpty() ? "x" + i : names.get(i))));
  }

  /** What stands before an error. */
  @FunctionalInterface
  private interface Naming {
    List<String> of(int i);
  }

  private void write(double[] errors, List<String> header, Naming naming) {
    if (destination.kind() == Destination.Kind.NPY) {
      NpyFile.writeDoubles(destination.file(), errors.length, 1, i -> new double[] {errors[i]});
      return;
    }
    destination.write(
        out ->
            CsvOutput.write(
                out,
                header,
                errors.length,
                i -> {
                  List<String> cells = naming.of(i);
                  cells.add(Double.toString(errors[i]));
                  return cells;
                }));
  }
}
