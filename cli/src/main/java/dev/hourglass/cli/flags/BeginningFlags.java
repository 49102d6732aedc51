package dev.hourglass.cli.flags;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.train.Start;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.cli.screen.FlagGroup;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.learn.LayerwisePretraining;
import dev.hourglass.tasks.learn.Predictor;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where training begins. */
@FlagGroup("Beginning")
public final class BeginningFlags {
  @Option(
      names = "--from",
      paramLabel = "MODEL",
      description =
          "Go on with the parameters of a model, its layers, what it learns and how it prepares"
              + " data. Default: parameters are drawn.")
  Path from;

  @Option(
      names = "--layerwise",
      description =
          "Train the layers one after the other first, each as an autoencoder of what those before"
              + " it put out, with the same corruption and penalties; dense layers only.")
  boolean layerwise;

  /** The model to go on with. */
  public Optional<ModelFile.Model> model(Kernels kernels) {
    if (from == null) {
      return Optional.empty();
    }
    if (layerwise) {
      throw new Mistake("--from and --layerwise are two beginnings; give one");
    }
    ModelFile.Model model = ModelFile.read(from, kernels);
    Predictor.refuse(model);
    return Optional.of(model);
  }

  /**
   * What is to be trained: without a linear path, unless it was asked for, where layers come first.
   */
  public Blueprint blueprint(Blueprint composed, boolean asked) {
    return layerwise && !asked && composed.linearPath() ? composed.withLinearPath(false) : composed;
  }

  /** Where it starts; trains the layers where that is asked for. */
  public Start start(
      Optional<ModelFile.Model> model,
      Blueprint blueprint,
      Training training,
      Dataset samples,
      Kernels kernels,
      TrainingListener listener) {
    if (layerwise) {
      return new Start.Model(
          new LayerwisePretraining(training, kernels, listener).train(blueprint, samples));
    }
    return model
        .<Start>map(first -> new Start.Model(first.autoencoder()))
        .orElseGet(Start.Drawn::new);
  }

  /** What a recipe says of it: lines, or nothing. */
  public String recipe() {
    return (from == null ? "" : "from: '%s'%n".formatted(from.toString().replace("'", "''")))
        + (layerwise ? "layerwise: true%n".formatted() : "");
  }
}
