package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.optimise.Moments;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the parameters are when training begins. */
public sealed interface Start {
  /** Drawn by the blueprint's initialiser from the training's seed. */
  record Drawn() implements Start {}

  /**
   * Those of a model of the same layers: training goes on with other samples, other penalties or
   * another rate.
   *
   * @param model that is taken up
   */
  record Model(Autoencoder model) implements Start {}

  /**
   * Where another training stopped, its optimiser included: one that is cut into pieces, each of
   * which may see other samples, goes on as a whole.
   *
   * @param model that is taken up
   * @param moments of the optimiser, those that {@link TrainingListener#ended} told
   * @param mean {@code [1, features]}, around which all pieces train, as {@link Trainer#mean} of
   *     all samples tells it; empty for samples as they are
   */
  record Continued(Autoencoder model, Moments moments, Optional<Tensor> mean) implements Start {
    /** Refuses what this training cannot go on from. */
    void check(Blueprint blueprint, Optimizer optimizer, Dataset samples) {
      Moments expected = Moments.none(optimizer, Math.toIntExact(model.parameters().size()));
      long first = expected.first().size();
      long second = expected.second().size();
      if (moments.first().size() != first || moments.second().size() != second) {
        throw new IllegalArgumentException(
            "the moments to go on from are %d and %d numbers, but those of %s are %d and %d here"
                .formatted(
                    moments.first().size(),
                    moments.second().size(),
                    optimizer.text(),
                    first,
                    second));
      }
      if (mean.isPresent() && samples instanceof SparseSamples) {
        throw new IllegalArgumentException(
            "sparse samples stay as they are, but there is a mean to train around");
      }
      if (mean.isPresent() && mean.get().columns() != blueprint.features()) {
        throw new IllegalArgumentException(
            "the mean to train around has %d features, but the samples have %d"
                .formatted(mean.get().columns(), blueprint.features()));
      }
    }
  }

  /**
   * Some from a model, the others drawn: pre-training layer by layer, another decoder behind a
   * known encoder.
   *
   * @param model whose layers are taken
   * @param layers which: a layer of the blueprint by its name, such as {@code encoder.0}, to the
   *     name of the model's layer that it starts as; the names are those in front of {@code
   *     .weight} and {@code .bias} in {@link Autoencoder#parameterSlots}
   */
  record Layers(Autoencoder model, Map<String, String> layers) implements Start {
    public Layers {
      layers = Map.copyOf(layers);
    }

    /** The layers of the same names. */
    public Layers(Autoencoder model, List<String> layers) {
      this(model, layers.stream().collect(Collectors.toMap(l -> l, l -> l)));
    }
  }
}
