package dev.hourglass.tasks.learn;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.PresetChanges;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;

/**
 * Codes as features for whatever learns next: fitted on rows of numbers in their own units, it
 * turns rows into codes and codes back into rows.
 *
 * <pre>{@code
 * FeatureTransformer transformer = FeatureTransformer.fit(rows, Preset.UNDERCOMPLETE, kernels);
 * float[][] codes = transformer.transform(others);
 * float[][] back = transformer.inverse(codes);
 * }</pre>
 *
 * @param model that was fitted, with the scaling of its rows; it can be kept in a file
 */
public record FeatureTransformer(ModelFile.Model model) {
  /** Refuses a fine-tuned model, whose output is no row. */
  public FeatureTransformer {
    Predictor.refuse(model);
  }

  /**
   * Fits a preset with its defaults.
   *
   * @param rows {@code [rows][columns]}, all of the same length, at least two
   */
  public static FeatureTransformer fit(float[][] rows, Preset preset, Kernels kernels) {
    return fit(rows, preset, PresetChanges.none(), TrainingChanges.none(), kernels);
  }

  /**
   * Fits a preset, changed.
   *
   * @param rows {@code [rows][columns]}, all of the same length, at least two
   * @param changes to the layers, the code and what is learned
   * @param trainingChanges to how it is trained
   */
  public static FeatureTransformer fit(
      float[][] rows,
      Preset preset,
      PresetChanges changes,
      TrainingChanges trainingChanges,
      Kernels kernels) {
    RawData raw = new RawData.Array(Dataset.of(rows), NumberKind.FLOATS);
    Preparation preparation = Preparation.fit(raw, PreparationOptions.defaults());
    Dataset samples = preparation.apply(raw);
    Blueprint blueprint = preset.blueprint(samples.shape(), changes);
    Training training = preset.training(trainingChanges, blueprint, samples.size());
    TrainingResult result = new Trainer(training, kernels).train(blueprint, samples);
    return new FeatureTransformer(result.model(preparation, training, samples));
  }

  /** Numbers in a row. */
  public int columns() {
    return model.autoencoder().features();
  }

  /** Numbers in a code. */
  public int codeSize() {
    return model.autoencoder().codeSize();
  }

  /**
   * The codes of rows, {@code [rows][code]}.
   *
   * @throws IllegalArgumentException when the rows have another number of columns
   */
  public float[][] transform(float[][] rows) {
    Autoencoder autoencoder = model.autoencoder();
    if (rows.length == 0) {
      return new float[0][];
    }
    if (rows[0].length != autoencoder.features()) {
      throw new IllegalArgumentException(
          "the rows have %d columns, but the transformer was fitted on %d"
              .formatted(rows[0].length, autoencoder.features()));
    }
    RawData raw = new RawData.Array(Dataset.of(rows), NumberKind.FLOATS);
    return autoencoder.encode(model.preparation().apply(raw)).toArray();
  }

  /**
   * The rows that codes stand for, {@code [codes][columns]}, in the rows' own units.
   *
   * @throws IllegalArgumentException when the codes have another size
   */
  public float[][] inverse(float[][] codes) {
    if (codes.length == 0) {
      return new float[0][];
    }
    Tensor tensor = Tensor.allocate(codes.length, codes[0].length);
    for (int i = 0; i < codes.length; i++) {
      for (int j = 0; j < codes[i].length; j++) {
        tensor.set(i, j, codes[i][j]);
      }
    }
    Tensor rows = model.autoencoder().decode(tensor);
    float[][] original = new float[codes.length][];
    for (int i = 0; i < original.length; i++) {
      double[] unscaled = model.preparation().unscale(rows.row(i));
      original[i] = new float[unscaled.length];
      for (int j = 0; j < unscaled.length; j++) {
        original[i][j] = (float) unscaled[j];
      }
    }
    return original;
  }
}
