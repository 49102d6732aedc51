package dev.hourglass.cli.index;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.command.ModelData;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.raw.Column;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.search.IndexData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What is known of the items of an index besides their codes. */
@FlagGroup("Items")
final class ItemFlags {
  @Option(
      names = "--id-column",
      paramLabel = "COLUMN",
      description =
          "The table's column that names each row; never a feature of a model trained here."
              + " Default: images are called after their files, other samples are numbered from 0.")
  String idColumn;

  @Option(
      names = "--keep",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns of the table kept with each item, to filter by (--where).")
  List<String> keep = List.of();

  /** How data is read that a model is trained on. */
  ReadOptions forTraining(ReadOptions options) {
    if (idColumn == null) {
      return options;
    }
    List<String> ignore = new ArrayList<>(options.ignore());
    ignore.add(idColumn);
    return options.withIgnore(ignore);
  }

  /**
   * Samples for an index.
   *
   * @param raw of {@code source}
   */
  IndexData data(
      ModelFile.Model model, String source, RawData raw, ReadOptions options, CommonFlags common) {
    IndexData data = IndexData.of(raw, model);
    List<String> columns = new ArrayList<>(keep);
    if (idColumn != null) {
      columns.addFirst(idColumn);
    }
    if (columns.isEmpty()) {
      return data;
    }
    if (source.equals("-")) {
      throw new Mistake(
          "--id-column and --keep read a table a second time, which standard input cannot be; save"
              + " it as a file");
    }
    if (!(raw instanceof RawData.Table)) {
      throw new Mistake(
          "--id-column and --keep name columns, but %s is no table".formatted(source));
    }
    Map<String, List<String>> texts = texts(source, ModelData.known(model, options), columns);
    Map<String, List<String>> fields = new LinkedHashMap<>();
    keep.forEach(name -> fields.put(name, texts.get(name)));
    data = data.withFields(fields);
    return idColumn == null ? data : data.withIds(texts.get(idColumn));
  }

  /** The columns as they are written. */
  private static Map<String, List<String>> texts(
      String source, ReadOptions options, List<String> wanted) {
    List<String> categorical = new ArrayList<>(options.categorical());
    wanted.stream().filter(name -> !categorical.contains(name)).forEach(categorical::add);
    ReadOptions asTexts =
        options
            .withoutLabel()
            .withoutLabelsFile()
            .withIgnore(options.ignore().stream().filter(n -> !wanted.contains(n)).toList())
            .withCategorical(categorical);
    RawData.Table table = (RawData.Table) DataReader.read(source, asTexts);
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (String name : wanted) {
      Column column =
          table.columns().stream()
              .filter(c -> c.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new DataException(
                          "%s: has no column '%s'; it has %s"
                              .formatted(source, name, table.columnNames())));
      texts.put(name, cells(table, (Column.Categorical) column));
    }
    return texts;
  }

  private static List<String> cells(RawData.Table table, Column.Categorical column) {
    List<String> cells = new ArrayList<>();
    for (int row = 0; row < column.size(); row++) {
      if (column.isMissing(row)) {
        throw new DataException(
            "%s: line %d: column '%s' is empty, but each item needs one"
                .formatted(table.source(), table.lines()[row], column.name()));
      }
      cells.add(column.categories().get(column.codes()[row]));
    }
    return cells;
  }
}
