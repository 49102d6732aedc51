package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.cli.screen.Screen;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.table.TableOptions;
import java.util.Optional;

/** Rows for a detector. */
final class DetectorData {
  private DetectorData() {}

  /** Data to fit. */
  static RawData read(String source, ReadOptions options, Screen screen) {
    RawData raw = DataReader.read(source, options);
    raw.remarks().forEach(screen::remark);
    return raw;
  }

  /** How a detector's other data is read: as what it was fitted on, unless something is said. */
  static ReadOptions like(ReadOptions options, ModelFile.Model model) {
    Optional<TableOptions> fitted =
        model.provenance().reading().map(Provenance.Reading::options).map(ReadOptions::table);
    if (fitted.isEmpty()) {
      return options;
    }
    TableOptions table = options.table();
    return options.withTable(table.withDialect(table.dialect().orElse(fitted.get().dialect())));
  }
}
