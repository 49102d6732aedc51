package dev.hourglass.data.read;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to read: which columns of a table mean what, what images become, where labels lie. Start at
 * {@link #defaults()} and change what matters with the {@code with…} methods.
 *
 * @param label the column of a table that holds the class: a header's name, or a 1-based position,
 *     or a negative position counted from the end (-1 is the last column)
 * @param ignore columns of a table to leave out, named the same way
 * @param categorical columns of a table whose cells are categories even where they look like
 *     numbers, named the same way
 * @param header whether the first row of a table names its columns
 * @param delimiter what separates the cells of a table; found out when empty
 * @param nanIsMissing whether a cell that says {@code NaN} is a missing cell; otherwise it is an
 *     error
 * @param resize the size to bring images to; otherwise they must all have the same
 * @param color the channels of images
 * @param labelsFile a file with one label per sample: IDX, .npy, CSV, or one label a line
 * @param limit at most this many samples, at least 1, spread evenly over the source
 */
public record ReadOptions(
    Optional<String> label,
    List<String> ignore,
    List<String> categorical,
    Header header,
    Optional<Character> delimiter,
    boolean nanIsMissing,
    Optional<Size> resize,
    ColorMode color,
    Optional<Path> labelsFile,
    OptionalInt limit) {

  /** Whether the first row of a table names its columns. */
  public enum Header {
    /** It does when it reads like names over numbers. */
    AUTO,
    YES,
    NO
  }

  /** What channels images get. */
  public enum ColorMode {
    /** One channel when all images are grey, otherwise three. */
    KEEP,
    /** One channel; colours become their luma. */
    GREY,
    /** Three channels. */
    RGB
  }

  /**
   * A size in pixels.
   *
   * @param width 1 to 16384
   * @param height 1 to 16384
   */
  public record Size(int width, int height) {
    private static final int LARGEST = 16384;

    /**
     * @throws IllegalArgumentException if a length lies outside its range
     */
    public Size {
      if (width < 1 || height < 1 || width > LARGEST || height > LARGEST) {
        throw new IllegalArgumentException(
            "an image size must lie between 1x1 and %1$dx%1$d, but was %2$dx%3$d"
                .formatted(LARGEST, width, height));
      }
    }

    /**
     * Reads {@code 64x48} (width, height) or {@code 64} (both).
     *
     * @throws IllegalArgumentException if {@code text} is neither
     */
    public static Size parse(String text) {
      String[] parts = text.strip().split("[x×]", -1);
      try {
        if (parts.length <= 2) {
          int width = Integer.parseInt(parts[0]);
          return new Size(width, parts.length == 1 ? width : Integer.parseInt(parts[1]));
        }
      } catch (NumberFormatException e) {
        // falls through to the one message for everything that is no size
      }
      throw new IllegalArgumentException(
          "expected a size such as 64x48 (width, height), but was '" + text + "'");
    }

    @Override
    public String toString() {
      return width + "x" + height;
    }
  }

  /**
   * @throws IllegalArgumentException if the limit is below 1
   */
  public ReadOptions {
    Objects.requireNonNull(label, "label");
    ignore = List.copyOf(ignore);
    categorical = List.copyOf(categorical);
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(delimiter, "delimiter");
    Objects.requireNonNull(resize, "resize");
    Objects.requireNonNull(color, "color");
    Objects.requireNonNull(labelsFile, "labelsFile");
    if (limit.isPresent() && limit.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "the limit must be at least 1 sample, but was " + limit.getAsInt());
    }
  }

  /** Everything found out from the data, nothing labelled, nothing left out. */
  public static ReadOptions defaults() {
    return new ReadOptions(
        Optional.empty(),
        List.of(),
        List.of(),
        Header.AUTO,
        Optional.empty(),
        false,
        Optional.empty(),
        ColorMode.KEEP,
        Optional.empty(),
        OptionalInt.empty());
  }

  /** These options with another {@link #label}. */
  public ReadOptions withLabel(String value) {
    return new ReadOptions(
        Optional.of(value),
        ignore,
        categorical,
        header,
        delimiter,
        nanIsMissing,
        resize,
        color,
        labelsFile,
        limit);
  }

  /** These options with another {@link #ignore}. */
  public ReadOptions withIgnore(List<String> value) {
    return new ReadOptions(
        label,
        value,
        categorical,
        header,
        delimiter,
        nanIsMissing,
        resize,
        color,
        labelsFile,
        limit);
  }

  /** These options with another {@link #categorical}. */
  public ReadOptions withCategorical(List<String> value) {
    return new ReadOptions(
        label, ignore, value, header, delimiter, nanIsMissing, resize, color, labelsFile, limit);
  }

  /** These options with another {@link #header}. */
  public ReadOptions withHeader(Header value) {
    return new ReadOptions(
        label,
        ignore,
        categorical,
        value,
        delimiter,
        nanIsMissing,
        resize,
        color,
        labelsFile,
        limit);
  }

  /** These options with another {@link #delimiter}. */
  public ReadOptions withDelimiter(char value) {
    return new ReadOptions(
        label,
        ignore,
        categorical,
        header,
        Optional.of(value),
        nanIsMissing,
        resize,
        color,
        labelsFile,
        limit);
  }

  /** These options with another {@link #nanIsMissing}. */
  public ReadOptions withNanIsMissing(boolean value) {
    return new ReadOptions(
        label, ignore, categorical, header, delimiter, value, resize, color, labelsFile, limit);
  }

  /** These options with another {@link #resize}. */
  public ReadOptions withResize(Size value) {
    return new ReadOptions(
        label,
        ignore,
        categorical,
        header,
        delimiter,
        nanIsMissing,
        Optional.of(value),
        color,
        labelsFile,
        limit);
  }

  /** These options with another {@link #color}. */
  public ReadOptions withColor(ColorMode value) {
    return new ReadOptions(
        label,
        ignore,
        categorical,
        header,
        delimiter,
        nanIsMissing,
        resize,
        value,
        labelsFile,
        limit);
  }

  /** These options with another {@link #labelsFile}. */
  public ReadOptions withLabelsFile(Path value) {
    return new ReadOptions(
        label,
        ignore,
        categorical,
        header,
        delimiter,
        nanIsMissing,
        resize,
        color,
        Optional.of(value),
        limit);
  }

  /** These options with another {@link #limit}. */
  public ReadOptions withLimit(int value) {
    return new ReadOptions(
        label,
        ignore,
        categorical,
        header,
        delimiter,
        nanIsMissing,
        resize,
        color,
        labelsFile,
        OptionalInt.of(value));
  }
}
