package dev.hourglass.cli.generate;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.base.ShortList;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.generate.ClassDensities;
import dev.hourglass.tasks.generate.ClassSamples;
import dev.hourglass.tasks.generate.CodeDensitySection;
import dev.hourglass.tasks.generate.CodeMixture;
import dev.hourglass.tasks.generate.ConditionalPrior;
import dev.hourglass.tasks.generate.Generation;
import dev.hourglass.tasks.generate.Surroundings;
import java.util.List;
import java.util.Optional;

/**
 * What was made.
 *
 * @param rows {@code [samples, features]}
 * @param labels of the samples, where they have some
 * @param names of the samples, where they have some
 */
record Samples(Tensor rows, Optional<Labels> labels, List<String> names) {
  private Samples(Tensor rows) {
    this(rows, Optional.empty(), List.of());
  }

  private Samples(Dataset made) {
    this(TensorSamples.copyOf(made), made.labels(), made.sampleNames());
  }

  /** The same without labels and names. */
  static Samples unnamed(Tensor rows) {
    return new Samples(rows);
  }

  /**
   * Drawn from the prior or from what is fitted to the codes of data.
   *
   * @param fitted the data
   */
  static Samples drawn(
      ModelFile.Model model, DrawingFlags flags, Optional<Dataset> fitted, int count, long seed) {
    Autoencoder autoencoder = model.autoencoder();
    if (fitted.isPresent()) {
      return new Samples(ofFitted(autoencoder, flags, fitted.get(), count, seed));
    }
    Optional<CodeDensitySection> density = model.section(CodeDensitySection.SECTION);
    if (flags.label().isEmpty() && density.isPresent()) {
      return new Samples(density.get().samples(autoencoder, count, flags.spread(), seed));
    }
    if (flags.label().isEmpty() && autoencoder.blueprint().condition().isEmpty()) {
      return new Samples(Generation.fromPrior(autoencoder, count, flags.spread(), seed));
    }
    if (autoencoder.blueprint().condition().isEmpty()) {
      throw new Mistake(
          "--class %s: this model was trained without --condition; say with --fitted DATA what the class looks like"
              .formatted(flags.label().orElseThrow()));
    }
    ClassSamples classes = flags.prior ? new ConditionalPrior(autoencoder) : ClassSamples.of(model);
    return flags.label().isEmpty()
        ? new Samples(classes.inTurn(count, flags.spread(), seed))
        : new Samples(classes.samples(number(flags, classes), count, flags.spread(), seed));
  }

  private static Tensor ofFitted(
      Autoencoder autoencoder, DrawingFlags flags, Dataset data, int count, long seed) {
    int parts = flags.mixture == null ? 1 : flags.mixture;
    if (flags.label().isPresent()) {
      ClassSamples densities = ClassDensities.fit(autoencoder, data, parts, seed);
      return densities.samples(number(flags, densities), count, flags.spread(), seed);
    }
    return flags.mixture == null && flags.temperature == null
        ? Generation.with(autoencoder).fromFittedPrior(data, count, seed)
        : autoencoder.decode(
            CodeMixture.fit(autoencoder.encode(data), parts, seed, autoencoder.kernels())
                .draw(count, flags.spread(), seed, autoencoder.kernels()));
  }

  private static int number(DrawingFlags flags, ClassSamples source) {
    int number = source.names().indexOf(flags.label().orElseThrow());
    if (number < 0) {
      throw new Mistake(
          "--class %s: the labels are %s"
              .formatted(flags.label().orElseThrow(), ShortList.of(source.names())));
    }
    return number;
  }

  /**
   * Near the samples of data.
   *
   * @param label of the class that they are made, where not their own
   * @param spread how far, where not the usual
   */
  static Samples around(
      Autoencoder autoencoder,
      Dataset data,
      Optional<String> label,
      Optional<Double> spread,
      int copies,
      long seed) {
    double reach = spread.orElseGet(() -> Surroundings.usualSpread(autoencoder));
    return new Samples(new Surroundings(autoencoder, reach, label).of(data, copies, seed));
  }
}
