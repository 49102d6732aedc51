package dev.hourglass.tasks.learn;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Code;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Objective;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.Stage;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.Weights;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.Initializer;
import dev.hourglass.engine.network.Layer;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Greedy pre-training of a deep autoencoder layer by layer (Bengio et al. 2007; of denoising ones
 * Vincent et al. 2010): each layer is trained as an autoencoder of one hidden layer on what the
 * layers before it put out, with the whole network's corruption and penalties, and lends its two
 * halves to the whole, which is then trained from there.
 */
public final class LayerwisePretraining {
  private final Training training;
  private final Kernels kernels;
  private final TrainingListener listener;

  /**
   * Of layers that are each trained like that.
   *
   * @param listener told of each layer's training
   */
  public LayerwisePretraining(Training training, Kernels kernels, TrainingListener listener) {
    this.training = training;
    this.kernels = kernels;
    this.listener = listener;
  }

  /**
   * Trains the layers one after the other.
   *
   * @param blueprint of the whole: dense layers, the decoder as many as the encoder, without a
   *     linear path, tied weights or normalisation
   * @param samples that it is for
   * @return the whole network, with what the layers learned
   * @throws IllegalArgumentException saying what stands in the way
   */
  public Autoencoder train(Blueprint blueprint, Dataset samples) {
    check(blueprint);
    Networks networks = Networks.of(blueprint);
    Tensor parameters = Tensor.allocate(1, networks.layout().size());
    networks.initialize(blueprint, training.seed(), parameters);
    List<Layer.Dense> narrowing = networks.encoder().denseLayers();
    List<Layer.Dense> widening = networks.decoder().denseLayers().reversed();
    List<Code> layers = layers(blueprint);
    Dataset inputs = samples;
    for (int i = 0; i < layers.size(); i++) {
      Blueprint shallow = shallow(blueprint, inputs, layers.get(i), i == 0);
      Autoencoder layer =
          new Trainer(training.withTrial(0), kernels)
              .withListener(listener)
              .train(shallow, inputs)
              .autoencoder();
      Networks own = Networks.of(shallow);
      copy(own.encoder().denseLayers().getFirst(), layer, narrowing.get(i), parameters);
      copy(own.decoder().denseLayers().getFirst(), layer, widening.get(i), parameters);
      if (i + 1 < layers.size()) {
        inputs = TensorSamples.of(layer.encode(inputs));
      }
    }
    return Autoencoder.of(blueprint, parameters, kernels);
  }

  private static void copy(Layer.Dense from, Autoencoder layer, Layer.Dense to, Tensor parameters) {
    to.weight().of(parameters).copyFrom(from.weight().of(layer.parameters()));
    to.bias().of(parameters).copyFrom(from.bias().of(layer.parameters()));
  }

  private static void check(Blueprint blueprint) {
    String reason =
        blueprint.encoder().isSpatial() || blueprint.decoder().isSpatial()
            ? "convolutions; give dense layers, option 'hidden' = 512,256"
            : blueprint.linearPath()
                ? "a linear path, option 'linear-path'"
                : blueprint.tied()
                    ? "tied weights"
                    : blueprint.encoder().normalized()
                        ? "layer normalisation"
                        : blueprint.isStochastic()
                            ? "a random code"
                            : blueprint.loss().outputsPerFeature() > 1
                                ? "a variance of every feature"
                                : blueprint.decoder().count() != blueprint.encoder().count()
                                    ? "a decoder that does not mirror the encoder"
                                    : blueprint.encoder().list().isEmpty()
                                        ? "a single layer, which is trained as it is; give option"
                                            + " 'hidden'"
                                        : "";
    if (!reason.isEmpty()) {
      throw new IllegalArgumentException(
          "layers cannot be trained one after the other, option 'layerwise', with " + reason);
    }
  }

  /** What each layer puts out, as the code of a network of its own; the last is the code itself. */
  private static List<Code> layers(Blueprint blueprint) {
    List<Code> layers = new ArrayList<>();
    for (Stage stage : blueprint.encoder().list()) {
      layers.add(
          new Code(
              ((Stage.Dense) stage).units(),
              stage.finish().activation(),
              new Bottleneck.Deterministic()));
    }
    layers.add(blueprint.code());
    return layers;
  }

  /** The first layer rebuilds samples as the whole does, others what lies before them. */
  private static Blueprint shallow(Blueprint whole, Dataset inputs, Code layer, boolean isFirst) {
    List<Penalty> penalties =
        whole.penalties().stream().filter(penalty -> suits(penalty, layer)).toList();
    return new Blueprint(
        isFirst ? whole.shape() : SampleShape.vector(inputs.features()),
        new Stages(List.of()),
        layer,
        new Stages(List.of()),
        whole.corruption(),
        isFirst
            ? new Objective(
                whole.likelihood(), whole.outputActivation(), penalties, Optional.empty())
            : new Objective(
                new Likelihood.Gaussian(), Activation.IDENTITY, penalties, Optional.empty()),
        new Weights(Initializer.forActivation(layer.activation()), false));
  }

  private static boolean suits(Penalty penalty, Code layer) {
    return switch (penalty) {
      case Penalty.KlSparsity _ -> layer.activation() == Activation.SIGMOID;
      case Penalty.KlToPrior _, Penalty.MeanDiscrepancy _ -> false;
      case Penalty.L1 _, Penalty.Contractive _, Penalty.WeightDecay _ -> true;
    };
  }
}
