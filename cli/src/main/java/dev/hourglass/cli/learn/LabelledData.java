package dev.hourglass.cli.learn;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.command.ModelData;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.table.TableSchema;

/** How data with labels is read for a model that knows how its own was. */
final class LabelledData {
  private LabelledData() {}

  /**
   * The label column that the model's training data had, where nothing else is asked for.
   *
   * @throws Mistake when the label's column is one that the model takes for a feature
   */
  static ReadOptions options(ModelFile.Model model, ReadOptions asked) {
    ReadOptions options = ModelData.knownWithLabel(model, asked);
    options.label().ifPresent(label -> checkIsNoFeature(model, label));
    return options;
  }

  private static void checkIsNoFeature(ModelFile.Model model, String label) {
    TableSchema schema = model.preparation().schema();
    if (schema.named() && schema.columns().stream().anyMatch(c -> c.name().equals(label))) {
      throw new Mistake(
          ("--label-column %s: the model was trained with this column among its features, so it"
                  + " would tell what it reads; train one with --label-column %s, or with --ignore"
                  + " %s")
              .formatted(label, label, label));
    }
  }
}
