package dev.hourglass.data.read;

import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.picture.ColorMode;
import dev.hourglass.data.picture.ImageOptions;
import dev.hourglass.data.picture.ImageSize;
import dev.hourglass.data.table.TableOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to read: which columns of a table mean what, what images become, where labels lie. Start at
 * {@link #defaults()} and change what matters with the {@code with…} methods.
 *
 * @param table how a table is read
 * @param image what images become
 * @param labelsFile a file with one label per sample: IDX, .npy, CSV, or one label a line
 * @param limit at most this many samples, at least 1, spread evenly over the source
 */
public record ReadOptions(
    TableOptions table, ImageOptions image, Optional<Path> labelsFile, OptionalInt limit) {

  /**
   * @throws IllegalArgumentException if the limit is below 1
   */
  public ReadOptions {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(labelsFile, "labelsFile");
    if (limit.isPresent() && limit.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "the limit must be at least 1 sample, but was " + limit.getAsInt());
    }
  }

  /** Which of {@code size} samples remain under the {@link #limit}. */
  int[] limited(int size) {
    return RowOrder.spread(size, limit.orElse(size));
  }

  /** Everything found out from the data, nothing labelled, nothing left out. */
  public static ReadOptions defaults() {
    return new ReadOptions(
        TableOptions.defaults(), ImageOptions.defaults(), Optional.empty(), OptionalInt.empty());
  }

  /** The column of a table that holds the class; see {@link TableOptions#label}. */
  public Optional<String> label() {
    return table.label();
  }

  /** Columns of a table to leave out. */
  public List<String> ignore() {
    return table.ignore();
  }

  /** Columns of a table whose cells are categories even where they look like numbers. */
  public List<String> categorical() {
    return table.categorical();
  }

  /** Whether the first row of a table names its columns. */
  public TableOptions.Header header() {
    return table.dialect().header();
  }

  /** What separates the cells of a table; found out when empty. */
  public Optional<Character> delimiter() {
    return table.dialect().delimiter();
  }

  /** Whether a cell that says {@code NaN} is a missing cell. */
  public boolean nanIsMissing() {
    return table.nanIsMissing();
  }

  /** The size to bring images to. */
  public Optional<ImageSize> resize() {
    return image.resize();
  }

  /** The channels of images. */
  public ColorMode color() {
    return image.color();
  }

  /** These options with another way to read tables. */
  public ReadOptions withTable(TableOptions value) {
    return new ReadOptions(value, image, labelsFile, limit);
  }

  /** These options with something else made of images. */
  public ReadOptions withImage(ImageOptions value) {
    return new ReadOptions(table, value, labelsFile, limit);
  }

  /** These options with another {@link #label}. */
  public ReadOptions withLabel(String value) {
    return withTable(table.withLabel(Optional.of(value)));
  }

  /** These options with no column that holds the class. */
  public ReadOptions withoutLabel() {
    return withTable(table.withLabel(Optional.empty()));
  }

  /** These options with another {@link #ignore}. */
  public ReadOptions withIgnore(List<String> value) {
    return withTable(table.withIgnore(value));
  }

  /** These options with another {@link #categorical}. */
  public ReadOptions withCategorical(List<String> value) {
    return withTable(table.withCategorical(value));
  }

  /** These options with another {@link #header}. */
  public ReadOptions withHeader(TableOptions.Header value) {
    return withTable(table.withDialect(table.dialect().withHeader(value)));
  }

  /** These options with another {@link #delimiter}. */
  public ReadOptions withDelimiter(char value) {
    return withTable(table.withDialect(table.dialect().withDelimiter(value)));
  }

  /** These options with another {@link #nanIsMissing}. */
  public ReadOptions withNanIsMissing(boolean value) {
    return withTable(table.withNanIsMissing(value));
  }

  /** These options with another {@link #resize}. */
  public ReadOptions withResize(ImageSize value) {
    return withImage(image.withResize(value));
  }

  /** These options with another {@link #color}. */
  public ReadOptions withColor(ColorMode value) {
    return withImage(image.withColor(value));
  }

  /** These options with another {@link #labelsFile}. */
  public ReadOptions withLabelsFile(Path value) {
    return new ReadOptions(table, image, Optional.of(value), limit);
  }

  /** These options without a {@link #labelsFile}, as for a second set that has none of its own. */
  public ReadOptions withoutLabelsFile() {
    return new ReadOptions(table, image, Optional.empty(), limit);
  }

  /** These options with another {@link #limit}. */
  public ReadOptions withLimit(int value) {
    return new ReadOptions(table, image, labelsFile, OptionalInt.of(value));
  }
}
