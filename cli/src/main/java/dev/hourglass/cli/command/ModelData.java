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
public final class ModelData {
  private ModelData() {}

  /**
   * Reads data. How a table is written, and what images become, is taken from the training where
   * nothing else is asked for.
   *
   * @param common says where to say what was guessed, and what is out of the ordinary
   */
  public static Dataset read(
      ModelFile.Model model, String source, ReadOptions options, CommonFlags common) {
    return prepared(model, raw(model, source, options, common), common);
  }

  /** The same before it is prepared. */
  public static RawData raw(
      ModelFile.Model model, String source, ReadOptions options, CommonFlags common) {
    ReadOptions known = known(model, options);
    RawData raw;
    try (ReadingProgress progress = new ReadingProgress(common.screen())) {
      raw = DataReader.read(source, known, model.preparation().schema(), progress);
    }
    raw.remarks().forEach(common.screen()::remark);
    return raw;
  }

  /** Prepares what was read, and says what is out of the ordinary. */
  public static Dataset prepared(ModelFile.Model model, RawData raw, CommonFlags common) {
    Dataset samples = model.preparation().apply(raw);
    DataFlags.remark(
        common.withoutEffect(), raw instanceof RawData.Table, samples.shape().isImage());
    OutsideRange.remark(model, samples).ifPresent(common.screen()::warn);
    return samples;
  }

  /** The same with the label that the model's data had. */
  public static ReadOptions knownWithLabel(ModelFile.Model model, ReadOptions options) {
    if (options.label().isPresent() || options.labelsFile().isPresent()) {
      return options;
    }
    return model
        .provenance()
        .reading()
        .map(Provenance.Reading::options)
        .flatMap(ReadOptions::label)
        .map(options::withLabel)
        .orElse(options);
  }

  /** How data is read that a model was trained on, where nothing else is asked for. */
  public static ReadOptions known(ModelFile.Model model, ReadOptions options) {
    boolean toldLabels = model.autoencoder().blueprint().condition().isPresent();
    return model
        .provenance()
        .reading()
        .map(Provenance.Reading::options)
        .map(trained -> like(toldLabels ? labelled(options, trained) : options, trained))
        .orElse(options);
  }

  /** A conditional model's samples come with their labels, as its training's did. */
  private static ReadOptions labelled(ReadOptions options, ReadOptions trained) {
    return options.label().isPresent() || options.labelsFile().isPresent()
        ? options
        : trained.label().map(options::withLabel).orElse(options);
  }

  private static ReadOptions like(ReadOptions options, ReadOptions trained) {
    TableOptions table = options.table();
    return options
        .withTable(table.withDialect(table.dialect().orElse(trained.table().dialect())))
        .withImage(options.image().orElse(trained.image()));
  }
}
