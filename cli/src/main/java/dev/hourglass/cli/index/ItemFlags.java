package dev.hourglass.cli.index;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.command.ModelData;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.TextColumns;
import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.data.raw.RawData;
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
    Map<String, List<String>> texts =
        TextColumns.read(
            "--id-column and --keep", source, raw, ModelData.known(model, options), columns);
    Map<String, List<String>> fields = new LinkedHashMap<>();
    keep.forEach(name -> fields.put(name, texts.get(name)));
    data = data.withFields(fields);
    return idColumn == null ? data : data.withIds(texts.get(idColumn));
  }
}
