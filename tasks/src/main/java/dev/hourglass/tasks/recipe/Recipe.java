package dev.hourglass.tasks.recipe;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Condition;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.PresetChanges;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A training written down: what is left out takes the variant's default.
 *
 * <pre>{@code
 * Recipe recipe = Recipe.read(Path.of("model.recipe.yaml"));
 * RawData raw = DataReader.read(recipe.data().source().orElseThrow(), recipe.data().reading());
 * Dataset samples = Preparation.fit(raw, recipe.data().preparing()).apply(raw);
 * Blueprint blueprint = recipe.blueprint(samples);
 * Training training = recipe.training(samples.shape(), samples.size());
 * }</pre>
 *
 * @param data what is trained on
 * @param variant where the network starts from
 * @param network what is changed of it
 * @param training what is changed of how the variant is trained
 * @param out where the model goes
 */
public record Recipe(
    RecipeData data,
    Preset variant,
    PresetChanges network,
    TrainingChanges training,
    Optional<Path> out) {
  /**
   * Reads a recipe.
   *
   * @throws RecipeException naming file and line of what cannot be read, is unknown or is refused
   */
  public static Recipe read(Path file) {
    return RecipeReading.read(file);
  }

  /**
   * The network for samples, told of their labels where the recipe says so.
   *
   * @throws IllegalArgumentException if the recipe's choices do not go together
   * @throws dev.hourglass.data.dataset.DataException if labels are wanted and there are none
   */
  public Blueprint blueprint(Dataset samples) {
    Blueprint blueprint = blueprint(samples.shape());
    return data.conditioned() ? blueprint.withCondition(Condition.of(samples)) : blueprint;
  }

  /**
   * The network for samples of a shape, told of no labels.
   *
   * @throws IllegalArgumentException if the recipe's choices do not go together
   */
  public Blueprint blueprint(SampleShape shape) {
    return variant.blueprint(shape, network);
  }

  /**
   * How that many samples of a shape are trained on.
   *
   * @param samples at least 1
   */
  public Training training(SampleShape shape, int samples) {
    return variant.training(training, blueprint(shape), samples);
  }

  /**
   * The recipe as YAML. Paths are absolute, so that it holds from any folder.
   *
   * @param remark stands at the top, as a comment; may have several lines
   */
  public String text(String remark) {
    return new RecipeText(remark).of(this);
  }

  /** Where a model's recipe lies: {@code model.recipe.yaml} beside {@code model.safetensors}. */
  public static Path fileFor(Path model) {
    String name = model.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return model.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".recipe.yaml");
  }
}
