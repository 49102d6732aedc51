package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.blueprint.Condition;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;

/**
 * Samples of a class from a conditional model: its decoder is told the class beside a code drawn
 * from the prior, which is the same for all classes.
 *
 * @param autoencoder with a {@link Condition} and a prior
 */
public record ConditionalPrior(Autoencoder autoencoder) implements ClassSamples {

  /**
   * Refuses models without condition or prior.
   *
   * @throws IllegalStateException where the model has none
   */
  public ConditionalPrior {
    if (autoencoder.blueprint().condition().isEmpty()) {
      throw new IllegalStateException(
          "this model was not told of classes while it was trained; train with option 'condition' ="
              + " label, or fit to the codes of a class, option 'fitted' = DATA");
    }
    Generation.requirePrior(autoencoder);
  }

  @Override
  public List<String> names() {
    return autoencoder.blueprint().condition().orElseThrow().classes();
  }

  @Override
  public Tensor samples(int classNumber, int count, double temperature, long seed) {
    return Generation.fromPrior(
        autoencoder.given(names().get(classNumber)), count, temperature, seed);
  }
}
