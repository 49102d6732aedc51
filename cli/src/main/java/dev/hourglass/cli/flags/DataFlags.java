package dev.hourglass.cli.flags;

import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.ReadingProgress;
import dev.hourglass.cli.screen.Screen;
import dev.hourglass.data.picture.ColorMode;
import dev.hourglass.data.picture.Fit;
import dev.hourglass.data.picture.ImageSize;
import dev.hourglass.data.raw.DecimalMark;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.TemporalFormats;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.table.DialectOptions;
import dev.hourglass.data.table.TableOptions;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** How data is read; the same flags wherever a command takes data. */
@FlagGroup("Reading data")
public final class DataFlags {
  @Option(
      names = "--label-column",
      paramLabel = "COLUMN",
      description =
          "The table's column that holds the class: its name, or its position (1 is the first, -1"
              + " the last).")
  String labelColumn;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "A file with one label per sample (IDX, .npy, CSV or one a line). IDX labels beside IDX"
              + " images are found without it.")
  Path labels;

  @Option(
      names = "--ignore",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns of the table to leave out.")
  List<String> ignore;

  @Option(
      names = "--categorical",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns whose cells are categories even where they look like numbers.")
  List<String> categorical;

  @Option(
      names = "--header",
      paramLabel = "yes|no|auto",
      description = "Whether the table's first row names its columns. Default: auto.")
  TableOptions.Header header;

  @Option(
      names = "--delimiter",
      paramLabel = "CHARACTER",
      description =
          "What separates the table's cells; ' ' stands for any run of spaces and tabs. Default:"
              + " found out.")
  Character delimiter;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description =
          "How the table's bytes stand for characters, such as UTF-8, windows-1252 or GB18030."
              + " Default: found out.")
  Charset encoding;

  @Option(
      names = "--decimal",
      paramLabel = "point|comma",
      description = "The decimal mark of the table's numbers. Default: found out.")
  DecimalMark decimal;

  @Option(
      names = "--dates",
      paramLabel = "day-first|month-first",
      description =
          "What comes first in dates such as 03/04/2024. Default: found out, or the month where"
              + " nothing tells.")
  TemporalFormats.DayOrder dates;

  @Option(
      names = "--skip-lines",
      paramLabel = "N",
      converter = NumberFlag.Count.class,
      description = "Lines to leave out above the table. Default: titles and comments are found.")
  Integer skipLines;

  @Option(
      names = "--missing",
      paramLabel = "WORD",
      split = ",",
      description =
          "Words that mean that a cell of the table is missing, besides empty cells, NA, N/A, null"
              + " and ?.")
  List<String> missing;

  @Option(
      names = "--nan-is-missing",
      description = "Take a cell that says NaN for a missing one; else it is an error.")
  boolean nanIsMissing;

  @Option(
      names = "--resize",
      paramLabel = "WxH",
      description = "Bring images to this size. Default: they must all have the same.")
  ImageSize resize;

  @Option(
      names = "--fit",
      paramLabel = "stretch|cover|crop",
      description =
          "How images come to the size of --resize: stretch changes their proportions, cover cuts"
              + " what stands out of the wanted ones and shrinks or enlarges the rest, crop cuts"
              + " out the middle as it is. Default: stretch.")
  Fit fit;

  @Option(
      names = "--crop",
      paramLabel = "WxH",
      description =
          "Train on pieces of this size, cut out of images of any size: random ones in every epoch."
              + " Default: whole images.")
  ImageSize crop;

  @Option(
      names = "--binarize",
      paramLabel = "SEED",
      description =
          "Draw every number of images black or white once, with its level as the probability of"
              + " white. Default: as they are.")
  Long binarize;

  @Option(
      names = "--skip-unreadable",
      description = "Leave out image files that cannot be read; else they are an error.")
  boolean skipUnreadable;

  @Option(names = "--grey", description = "Read images as greyscale.")
  boolean grey;

  @Option(names = "--rgb", description = "Read images as RGB.")
  boolean rgb;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Use at most this many samples, spread evenly over the data.")
  Integer limit;

  /**
   * Says which of them change nothing for data of a kind.
   *
   * @param table whether it is a table
   * @param pictures whether its samples are pictures
   */
  public static void remark(WithoutEffect remarks, boolean table, boolean pictures) {
    remarks
        .when(
            !table && !remarks.isGiven("--labels"),
            "the data are no table",
            ofTables().toArray(String[]::new))
        .when(!pictures, "the data are no pictures", ofPictures().toArray(String[]::new))
        .when(
            pictures && !remarks.isGiven("--resize"),
            "no size is given to bring images to (--resize)",
            "--fit");
  }

  /** Those that only tables heed; a label column is refused where there are no columns. */
  public static List<String> ofTables() {
    return List.of(
        "--ignore",
        "--categorical",
        "--header",
        "--delimiter",
        "--encoding",
        "--decimal",
        "--dates",
        "--skip-lines",
        "--missing",
        "--nan-is-missing");
  }

  /** Those that only pictures heed. */
  public static List<String> ofPictures() {
    return List.of(
        "--resize", "--fit", "--crop", "--binarize", "--grey", "--rgb", "--skip-unreadable");
  }

  /** All of their names. */
  public static String[] names() {
    return CommandSpec.forAnnotatedObject(new DataFlags()).options().stream()
        .map(OptionSpec::longestName)
        .toArray(String[]::new);
  }

  /** These flags as the readers understand them. */
  public ReadOptions readOptions() {
    ReadOptions options = ReadOptions.defaults();
    if (labelColumn != null) {
      options = options.withLabel(labelColumn);
    }
    if (labels != null) {
      options = options.withLabelsFile(labels);
    }
    if (ignore != null) {
      options = options.withIgnore(ignore);
    }
    if (categorical != null) {
      options = options.withCategorical(categorical);
    }
    if (header != null) {
      options = options.withHeader(header);
    }
    options = options.withTable(options.table().withDialect(dialect(options)));
    if (resize != null) {
      options = options.withResize(resize);
    }
    if (fit != null) {
      options = options.withImage(options.image().withFit(fit));
    }
    if (crop != null) {
      options = options.withImage(options.image().withCrop(crop));
    }
    if (binarize != null) {
      options = options.withImage(options.image().withBinarize(binarize));
    }
    options = options.withImage(options.image().withSkipsUnreadable(skipUnreadable));
    if (grey && rgb) {
      throw new Mistake("--grey and --rgb cannot be combined; give one");
    }
    if (grey || rgb) {
      options = options.withColor(grey ? ColorMode.GREY : ColorMode.RGB);
    }
    if (limit != null) {
      options = options.withLimit(limit);
    }
    return options.withNanIsMissing(nanIsMissing);
  }

  private DialectOptions dialect(ReadOptions options) {
    DialectOptions dialect = options.table().dialect();
    if (delimiter != null) {
      dialect = dialect.withDelimiter(delimiter);
    }
    if (encoding != null) {
      dialect = dialect.withEncoding(encoding);
    }
    if (decimal != null) {
      dialect = dialect.withDecimal(decimal);
    }
    if (dates != null) {
      dialect = dialect.withDates(dates);
    }
    if (skipLines != null) {
      dialect = dialect.withSkipLines(skipLines);
    }
    return missing == null ? dialect : dialect.withMissing(missing);
  }

  /** Reads data as these flags say, and says what there is to say of it. */
  public RawData read(String data, Screen screen) {
    return read(data, readOptions(), screen);
  }

  /** Reads data as options say, and says what there is to say of it. */
  public RawData read(String data, ReadOptions options, Screen screen) {
    RawData raw;
    try (ReadingProgress progress = new ReadingProgress(screen)) {
      raw = DataReader.read(data, options, progress);
    }
    raw.remarks().forEach(screen::remark);
    return raw;
  }

  /** The same without labels, for a second set that has none of its own flags. */
  public ReadOptions readOptionsWithoutLabelsFile() {
    return readOptions().withoutLabelsFile();
  }
}
