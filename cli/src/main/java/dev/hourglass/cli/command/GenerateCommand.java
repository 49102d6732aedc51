package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.base.ShortList;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.flags.WithoutEffect;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.SampleFile;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.generate.ClassDensities;
import dev.hourglass.tasks.generate.CodeMixture;
import dev.hourglass.tasks.generate.Generation;
import dev.hourglass.tasks.learn.Predictor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes new samples with a model. */
@Command(
    name = "generate",
    header = "Make new samples with a model.",
    description = {
      "",
      "By itself it draws from the model's prior, which variational models have. --fitted draws"
          + " from a Gaussian fitted to the codes of data and works with every model, as do"
          + " --interpolate, which walks between samples, and --traverse, which moves one unit of"
          + " the code at a time.",
      "",
      "generate evaluate MODEL DATA measures what samples of each class are worth; it has its own"
          + " --help."
    },
    subcommands = GenerateEvaluateCommand.class,
    commandListHeading = "%n@|bold Commands|@%n",
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass generate vae.safetensors --count 64 --out samples.png",
      "  hourglass generate model.safetensors --interpolate digits:100:7 --out walks.png",
      "  hourglass generate vae.safetensors --traverse 0,1,2 --out units.png"
    })
public final class GenerateCommand implements Callable<Integer> {
  private static final int DEFAULT_COUNT = 64;
  private static final int DEFAULT_WALKS = 8;
  private static final int DEFAULT_STEPS = 11;
  private static final int DEFAULT_COLUMNS = 8;

  @Parameters(paramLabel = "MODEL", arity = "0..1", description = "A model file that train wrote.")
  Path model;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the samples go: .png (a grid), .npy or .csv.")
  Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "How many samples, or walks of --interpolate. Default: 64 samples, 8 walks.")
  Integer count;

  @Option(
      names = "--fitted",
      paramLabel = "DATA",
      description = "Draw from a Gaussian fitted to the codes of this data.")
  String fitted;

  @Option(
      names = "--class",
      paramLabel = "LABEL",
      description = "With --fitted: only what this class's samples look like.")
  String label;

  @Option(
      names = "--mixture",
      paramLabel = "K",
      converter = NumberFlag.Positive.class,
      description = "With --fitted: a mixture of up to K Gaussians in place of one.")
  Integer mixture;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      converter = NumberFlag.Rate.class,
      description = "With --fitted: what the Gaussians' deviations are multiplied by. Default: 1.")
  Double temperature;

  @Option(
      names = "--interpolate",
      paramLabel = "DATA",
      description = "Walk from the code of one sample of this data to that of another.")
  String interpolate;

  @Option(
      names = "--traverse",
      paramLabel = "UNITS",
      split = ",",
      converter = NumberFlag.Count.class,
      description =
          "Move these units of the code (the first is 0) from low to high, a row each, while the"
              + " others stay: over the prior, or over the codes of --around.")
  List<Integer> traverse;

  @Option(
      names = "--around",
      paramLabel = "DATA",
      description = "With --traverse: start at the first sample of this data.")
  String around;

  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Samples in a walk or traversal. Default: " + DEFAULT_STEPS + ".")
  int steps = DEFAULT_STEPS;

  @Option(
      names = "--columns",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Pictures in a row of the grid. Default: 8; those of a walk.")
  Integer columns;

  @Mixin DataFlags reading;
  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    if (model == null || out == null) {
      throw new Mistake(
          "missing "
              + (model == null ? "MODEL" + (out == null ? " and --out" : "") : "--out")
              + ", or evaluate MODEL DATA");
    }
    if (Stream.of(fitted, interpolate, traverse).filter(Objects::nonNull).count() > 1) {
      throw new Mistake("--fitted, --interpolate and --traverse cannot be combined; give one");
    }
    if (fitted == null && (label != null || mixture != null || temperature != null)) {
      throw new Mistake(
          "--class, --mixture and --temperature say what is drawn with --fitted DATA; give it too");
    }
    if (around != null && traverse == null) {
      throw new Mistake("--around says where --traverse starts; give --traverse UNITS too");
    }
    Destination destination = Destination.of("--out", out, SampleFile.KINDS);
    ModelFile.Model read = ModelFile.read(model, common.kernels());
    Predictor.refuse(read);
    SampleFile file = new SampleFile(destination, read.preparation());
    file.checkDrawable();
    boolean walks = interpolate != null || traverse != null;
    remarkOnFlags(destination, walks);
    Tensor samples = samples(read);
    file.write(samples, columns != null ? columns : walks ? steps : DEFAULT_COLUMNS);
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("out", out.toString());
      figures.put("samples", samples.rows());
      common.print(figures);
    }
    common.page().printf("%s: %,d samples%n", out, samples.rows());
    return ExitCode.OK;
  }

  private void remarkOnFlags(Destination destination, boolean walks) {
    WithoutEffect remarks =
        common
            .withoutEffect()
            .when(traverse != null, "--traverse makes a row for each of its units", "--count")
            .when(traverse != null, "--traverse draws nothing", "--seed")
            .when(!walks, "only --interpolate and --traverse take steps", "--steps")
            .when(destination.kind() != Destination.Kind.PNG, "only a .png is a grid", "--columns");
    boolean reads = fitted != null || interpolate != null || around != null;
    remarks.when(!reads, "no data is read", DataFlags.names());
  }

  private Tensor samples(ModelFile.Model read) {
    Autoencoder autoencoder = read.autoencoder();
    Generation generation = Generation.with(autoencoder);
    if (interpolate != null) {
      Dataset data = samples(read, interpolate);
      int[] pairs = Generation.pairs(data, count == null ? DEFAULT_WALKS : count, seed.seed);
      if (pairs.length == 0) {
        throw new Mistake("--interpolate walks between samples and wants 2 or more of them");
      }
      return generation.interpolations(data.subset(pairs), steps);
    }
    if (traverse != null) {
      return traversals(read, generation);
    }
    int wanted = count == null ? DEFAULT_COUNT : count;
    return fitted == null
        ? Generation.fromPrior(autoencoder, wanted, seed.seed)
        : fromFitted(autoencoder, generation, samples(read, fitted), wanted);
  }

  private Tensor fromFitted(
      Autoencoder autoencoder, Generation generation, Dataset data, int wanted) {
    double spread = temperature == null ? 1 : temperature;
    int parts = mixture == null ? 1 : mixture;
    if (label != null) {
      ClassDensities densities = ClassDensities.fit(autoencoder, data, parts, seed.seed);
      int number = densities.names().indexOf(label);
      if (number < 0) {
        throw new Mistake(
            "--class %s: the labels are %s".formatted(label, ShortList.of(densities.names())));
      }
      return densities.samples(number, wanted, spread, seed.seed);
    }
    return mixture == null && temperature == null
        ? generation.fromFittedPrior(data, wanted, seed.seed)
        : autoencoder.decode(
            CodeMixture.fit(autoencoder.encode(data), parts, seed.seed, autoencoder.kernels())
                .draw(wanted, spread, seed.seed));
  }

  private Tensor traversals(ModelFile.Model read, Generation generation) {
    Autoencoder autoencoder = read.autoencoder();
    int[] units = traverse.stream().mapToInt(Integer::intValue).toArray();
    for (int unit : units) {
      if (unit >= autoencoder.codeSize()) {
        throw new Mistake(
            "--traverse: the code's units are 0 to %d, but was %d"
                .formatted(autoencoder.codeSize() - 1, unit));
      }
    }
    if (around != null) {
      return generation.traversals(samples(read, around), 0, units, steps);
    }
    if (!autoencoder.blueprint().isGenerative()) {
      throw new Mistake(
          "--traverse: this model has no prior to move in; give --around DATA, whose codes say how"
              + " far units go");
    }
    return generation.traversals(units, steps);
  }

  private Dataset samples(ModelFile.Model read, String source) {
    return ModelData.read(read, source, reading.readOptions(), common);
  }
}
