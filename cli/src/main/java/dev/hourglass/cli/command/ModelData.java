package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.screen.ReadingProgress;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.table.TableOptions;
import dev.hourglass.tasks.evaluate.OutsideRange;

/** Data for a model: read as what it was trained on, and prepared as that was. */
final class ModelData {
  private ModelData() {}

  /**
   * Reads data. How a table is written, and what images become, is taken from the training where
   * nothing else is asked for.
   *
   * @param common says where to say what was guessed, and what is out of the ordinary
   */
  static Dataset read(
      ModelFile.Model model, String source, ReadOptions options, CommonFlags common) {
    ReadOptions known =
        model
            .provenance()
            .reading()
            .map(Provenance.Reading::options)
            .map(trained -> like(options, trained))
            .orElse(options);
    RawData raw;
    try (ReadingProgress progress = new ReadingProgress(common.screen())) {
      raw = DataReader.read(source, known, model.preparation().schema(), progress);
    }
    raw.remarks().forEach(common.screen()::remark);
    Dataset samples = model.preparation().apply(raw);
    DataFlags.remark(
        common.withoutEffect(), raw instanceof RawData.Table, samples.shape().isImage());
    OutsideRange.remark(model, samples).ifPresent(common.screen()::warn);
    return samples;
  }

  private static ReadOptions like(ReadOptions options, ReadOptions trained) {
    TableOptions table = options.table();
    return options
        .withTable(table.withDialect(table.dialect().orElse(trained.table().dialect())))
        .withImage(options.image().orElse(trained.image()));
  }
}
