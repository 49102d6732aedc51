package dev.hourglass.cli.generate;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.file.TrainingRange;
import dev.hourglass.cli.command.ModelData;
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
import dev.hourglass.tasks.generate.Generation;
import dev.hourglass.tasks.generate.GenerationReport;
import dev.hourglass.tasks.learn.Predictor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
      "By itself it draws from the model's prior, which variational and wasserstein models have; a"
          + " model trained with --condition takes its classes in turn, or makes --class alone; a"
          + " vector-quantized one draws entries as training fitted a mixture of Gaussians to them."
          + " --fitted draws from a Gaussian fitted to the codes of data and works with every"
          + " model, as do --interpolate, which walks between samples, --traverse, which moves one"
          + " unit of the code at a time, and --around, which stays near the samples of data and"
          + " keeps their labels.",
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
      "  hourglass generate conditional.safetensors --class 7 --count 64 --out sevens.png",
      "  hourglass generate vae.safetensors --around digits:100 --count 5 --out more/",
      "  hourglass generate model.safetensors --interpolate digits:100:7 --out walks.png",
      "  hourglass generate vae.safetensors --traverse 0,1,2 --out units.png",
      "  hourglass generate vae.safetensors --fitted digits:500 --out page.html"
    })
public final class GenerateCommand implements Callable<Integer> {
  private static final int DEFAULT_COLUMNS = 8;

  @Parameters(paramLabel = "MODEL", arity = "0..1", description = "A model file that train wrote.")
  Path model;

  @Option(
      names = "--out",
      paramLabel = "FILE|FOLDER",
      description =
          "Where the samples go: .png (a grid), .npy, .csv (with labels where they have some),"
              + " .html (a page with walks and a map of the codes to click), or a new folder of"
              + " pictures, with a folder for each label.")
  Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description =
          "How many samples, walks of --interpolate, or samples near each of --around. Default: 64"
              + " samples, 8 walks, 1 near each.")
  Integer count;

  @Option(
      names = "--columns",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Pictures in a row of the grid. Default: 8; those of a walk.")
  Integer columns;

  @Mixin DrawingFlags drawing;
  @Mixin WalkFlags walking;
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
    checkFlags();
    boolean folder = PictureFolder.isMeant(out);
    Destination destination =
        folder ? new Destination(out, Destination.Kind.PNG) : Destination.of("--out", out, kinds());
    ModelFile.Model read = ModelFile.read(model, common.kernels());
    Predictor.refuse(read);
    if (destination.kind() == Destination.Kind.HTML) {
      writePage(read, destination);
      return ExitCode.OK;
    }
    SampleFile file = new SampleFile(destination, read.preparation());
    file.checkDrawable();
    if (folder) {
      PictureFolder.check(out);
    }
    remarkOnFlags(folder ? Optional.empty() : Optional.of(destination.kind()));
    Samples samples = samples(read);
    if (!read.autoencoder().blueprint().shape().isImage()) {
      read.section(TrainingRange.SECTION)
          .ifPresent(range -> Generation.keepWithin(range, samples.rows()));
    }
    if (folder) {
      new PictureFolder(out, read.preparation().outputShape()).write(samples);
    } else {
      file.write(
          samples.rows(),
          samples.labels().map(labels -> new SampleFile.LabelColumn(labelColumn(read), labels)),
          columns != null ? columns : walking.walks() ? walking.steps : DEFAULT_COLUMNS);
    }
    tell(samples.rows().rows());
    return ExitCode.OK;
  }

  private static Destination.Kind[] kinds() {
    return Stream.concat(Stream.of(SampleFile.KINDS), Stream.of(Destination.Kind.HTML))
        .toArray(Destination.Kind[]::new);
  }

  private void tell(int samples) {
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("out", out.toString());
      figures.put("samples", samples);
      common.print(figures);
    }
    common.page().printf("%s: %,d samples%n", out, samples);
  }

  private void writePage(ModelFile.Model read, Destination destination) {
    if (walking.walks() || walking.staysNear()) {
      throw new Mistake(
          "--out %s: a page has walks of its own; leave --interpolate, --traverse and --around out"
              .formatted(out));
    }
    remarkOnFlags(Optional.of(destination.kind()));
    Optional<Dataset> fitted =
        Optional.ofNullable(drawing.fitted).map(source -> data(read, source));
    GenerationReport report;
    try {
      report =
          new GenerationReport(
              read.autoencoder(), read.provenance().data().name(), drawing.label(), fitted);
    } catch (IllegalArgumentException e) {
      throw new Mistake("--out %s: %s".formatted(out, e.getMessage()));
    }
    int wanted = count == null ? Generation.DEFAULT_COUNT : count;
    Samples samples = Samples.drawn(read, drawing, fitted, wanted, seed.seed);
    String drawn =
        fitted.isPresent()
            ? "from what is fitted to the codes of " + fitted.get().source()
            : read.autoencoder().blueprint().condition().isPresent()
                ? "as a model that was told the class makes them"
                : "from the prior";
    String page = report.html(samples.rows(), drawn, seed.seed);
    destination.write(stream -> stream.write(page.getBytes(StandardCharsets.UTF_8)));
    tell(samples.rows().rows());
  }

  private void checkFlags() {
    long ways =
        Stream.of(
                drawing.fitted,
                walking.interpolate,
                walking.traverse,
                walking.staysNear() ? walking.around : null)
            .filter(Objects::nonNull)
            .count();
    if (ways > 1) {
      throw new Mistake(
          "--fitted, --interpolate, --traverse and --around cannot be combined; give one");
    }
    drawing.check(!walking.walks() && !walking.staysNear());
    walking.check();
  }

  /** What the labels were called where the model was trained. */
  private static String labelColumn(ModelFile.Model read) {
    return read.provenance()
        .reading()
        .map(Provenance.Reading::options)
        .flatMap(options -> options.label())
        .orElse("label");
  }

  private void remarkOnFlags(Optional<Destination.Kind> kind) {
    boolean traverses = walking.traverse != null;
    WithoutEffect remarks =
        common
            .withoutEffect()
            .when(traverses, "--traverse makes a row for each of its units", "--count")
            .when(traverses, "--traverse draws nothing", "--seed")
            .when(!walking.walks(), "only --interpolate and --traverse take steps", "--steps")
            .when(
                !kind.equals(Optional.of(Destination.Kind.PNG)),
                "only a .png is a grid",
                "--columns");
    boolean reads = drawing.fitted != null || walking.interpolate != null || walking.around != null;
    remarks.when(!reads, "no data is read", DataFlags.names());
  }

  private Samples samples(ModelFile.Model read) {
    if (walking.walks()) {
      return Walks.of(
          read.autoencoder(),
          drawing.label(),
          walking,
          count,
          seed.seed,
          source -> data(read, source));
    }
    if (walking.staysNear()) {
      return Samples.around(
          read.autoencoder(),
          data(read, walking.around),
          drawing.label(),
          Optional.ofNullable(walking.spread),
          count == null ? 1 : count,
          seed.seed);
    }
    int wanted = count == null ? Generation.DEFAULT_COUNT : count;
    return Samples.drawn(
        read,
        drawing,
        Optional.ofNullable(drawing.fitted).map(source -> data(read, source)),
        wanted,
        seed.seed);
  }

  private Dataset data(ModelFile.Model read, String source) {
    return ModelData.read(read, source, reading.readOptions(), common);
  }
}
