package dev.hourglass.data.read;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.table.LabelTexts;
import java.nio.file.Path;
import java.util.Optional;

/** A file with one label per sample: IDX, .npy, a table with a label column, or a label a line. */
final class LabelsFile {
  private LabelsFile() {}

  /**
   * Reads labels.
   *
   * @param options {@link ReadOptions#label()} names the column where there are several; header and
   *     delimiter as for tables
   * @param samples how many samples they are for
   * @throws DataException if the file cannot be used or has another number of labels
   */
  static Labels read(Path path, ReadOptions options, int samples) {
    Labels labels = OnceOnly.read(path, readable -> read(readable, options, samples, path));
    if (labels.size() != samples) {
      throw new DataException(
          "%s has %d labels for %d samples; give one label per sample, in the samples' order"
              .formatted(path, labels.size(), samples));
    }
    return labels;
  }

  private static Labels read(Path path, ReadOptions options, int samples, Path named) {
    Optional<NpzFile> array = NpzFile.named(named);
    if (array.isPresent()) {
      return array.get().readArray().toLabels();
    }
    return switch (FileKind.of(path)) {
      case IDX -> IdxFile.readLabels(path);
      case NPY -> NpyFile.readLabels(path);
      case NPZ -> new NpzFile(path, Optional.empty()).readArray().toLabels();
      case TABLE -> LabelTexts.read(path, options.table(), samples);
      case IMAGE, UNKNOWN ->
          throw new DataException(
              path + ": holds no labels; expected IDX, .npy, CSV, or one label a line");
    };
  }
}
