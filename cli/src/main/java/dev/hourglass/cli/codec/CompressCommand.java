package dev.hourglass.cli.codec;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.command.ModelData;
import dev.hourglass.cli.flags.ArchitectureFlags;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.Composition;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.ObjectiveFlags;
import dev.hourglass.cli.flags.PreparationFlags;
import dev.hourglass.cli.flags.TrainingFlags;
import dev.hourglass.cli.index.OwnModel;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Failures;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.RawBlocks;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.read.RowStream;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.compress.Budget;
import dev.hourglass.tasks.compress.CompressedFile;
import dev.hourglass.tasks.compress.CompressionReport;
import dev.hourglass.tasks.compress.Compressor;
import dev.hourglass.tasks.compress.RateDistortion;
import dev.hourglass.tasks.compress.SampleSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compresses data. */
@Command(
    name = "compress",
    header = "Write data in few bytes: codes, quantised and entropy-coded.",
    description = {
      "",
      "--bytes and --bits-per-pixel say how much a sample may take, all told but the model; the"
          + " steps of the code's units are the finest that fit. --lossless brings back pixels,"
          + " whole numbers and the text of tables exactly.",
      "",
      "Without --model one is trained, on DATA or on the data of --train, with twice as many units"
          + " as a sample has bytes. It is written beside the file, as F.hgz.safetensors, or inside"
          + " with --model-inside.",
      "",
      "Tables, IDX and .npy files are read block by block and may be larger than memory."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass compress t10k-images-idx3-ubyte.gz --train train-images-idx3-ubyte.gz \\",
      "      --bytes 32 --out digits.hgz",
      "  hourglass compress photos/ --resize 64x64 --bits-per-pixel 0.5 --model-inside \\",
      "      --out photos.hgz",
      "  hourglass compress table.csv --lossless --model table.safetensors --out table.hgz"
    })
public final class CompressCommand implements Callable<Integer> {
  /** A model of the data's own is trained on so many of them at most, spread over all. */
  private static final int MOST_TRAINED = 200_000;

  @Parameters(
      paramLabel = "DATA",
      description = "What is compressed: images, rows, vectors; - for standard input.")
  String data;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      converter = NumberFlag.Rate.class,
      description = "Bytes that a sample takes at most, on average.")
  Double bytes;

  @Option(
      names = "--bits-per-pixel",
      paramLabel = "X",
      converter = NumberFlag.Rate.class,
      description = "The same of images: bits of a pixel, its channels together.")
  Double bitsPerPixel;

  @Option(names = "--lossless", description = "Bring everything back exactly.")
  boolean lossless;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model that encodes. Default: one is trained.")
  Path model;

  @Option(
      names = "--train",
      paramLabel = "DATA",
      description = "What a model is trained on where there is no --model. Default: DATA itself.")
  String train;

  @Option(
      names = "--model-inside",
      description = "Let the model travel inside the file; its bytes are counted apart.")
  boolean modelInside;

  @Option(
      names = "--similarity-ready",
      description =
          "Also write the codes that are left as F.hgz.codes.npy, a row a sample, to be searched"
              + " without decompressing.")
  boolean similarityReady;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Also write a page of images' bytes against their quality, beside PCA and JPEG: a .html.")
  Path report;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description =
          "Where it goes, such as digits.hgz; - for standard output, where a model of its own"
              + " travels inside.")
  Path out;

  @Mixin ArchitectureFlags architecture;
  @Mixin ObjectiveFlags objective;
  @Mixin TrainingFlags training;
  @Mixin DataFlags reading;
  @Mixin PreparationFlags preparing;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    if (Stream.of(bytes != null, bitsPerPixel != null, lossless).filter(given -> given).count()
        != 1) {
      throw new Mistake("say one of --bytes N, --bits-per-pixel X and --lossless");
    }
    if (model != null && train != null) {
      throw new Mistake("--train trains a model, but --model gives one; leave one of them out");
    }
    if (report != null) {
      Destination.of("--report", report, Destination.Kind.HTML);
    }
    boolean piped = Piped.is(out.toString());
    if (piped && (common.json || similarityReady)) {
      throw new Mistake(
          "--out -: the file itself goes to standard output; name a file for "
              + (common.json ? "--json" : "--similarity-ready"));
    }
    if (!piped) {
      Destination.of("--out", out, Destination.Kind.HGZ);
    }
    return Piped.is(data) ? Piped.input(copy -> from(copy.toString(), piped)) : from(data, piped);
  }

  private int from(String source, boolean piped) {
    return piped
        ? Piped.output(file -> compress(source, file, true))
        : compress(source, out, false);
  }

  private int compress(String source, Path target, boolean piped) {
    Kernels kernels = common.kernels();
    boolean inside = modelInside || piped && model == null;
    ModelFile.Model used = model == null ? trained(source, kernels) : given(kernels);
    SampleSource samples = samples(source, used);
    Budget budget = budget(shapeOf(samples, used));
    CodecProgress progress = new CodecProgress(common.screen());
    CompressedFile file;
    try {
      file = new Compressor(used).withListener(progress).compress(samples, budget, target, inside);
    } finally {
      progress.finish();
    }
    Path beside = CompressedFile.modelBeside(target);
    boolean keepBeside = model == null && !inside && file.fingerprint().isPresent();
    if (keepBeside) {
      ModelFile.write(beside, used);
    }
    if (lossless && file.fingerprint().isEmpty()) {
      common
          .screen()
          .remark("the reconstruction does not pay for its codes here: no model is used");
    }
    Map<String, Object> figures = CodecFigures.of(file);
    if (keepBeside) {
      figures.put("model", beside.toString());
      figures.put("modelBytes", beside.toFile().length());
    } else if (model != null && !inside) {
      figures.put("model", model.toString());
      figures.put("modelBytes", model.toFile().length());
    }
    if (similarityReady) {
      if (file.fingerprint().isPresent()) {
        figures.put("codes", writeCodes(file).toString());
      } else {
        common
            .screen()
            .remark("no codes are kept in this file, so that --similarity-ready writes none");
      }
    }
    if (report != null) {
      writeReport(file, used, ModelData.raw(used, source, reading.readOptions(), common));
      figures.put("report", report.toString());
    }
    if (piped) {
      figures.put("file", "standard output");
      common.screen().remark(CodecFigures.line(figures));
    } else {
      CodecFigures.tell(common, figures);
    }
    return ExitCode.OK;
  }

  /** Block by block where that can be done, so that the data need not fit into memory. */
  private SampleSource samples(String source, ModelFile.Model used) {
    ReadOptions known = ModelData.known(used, reading.readOptions());
    if (!DataReader.namesDigits(source) && RowStream.opens(Path.of(source), known)) {
      return SampleSource.of(Path.of(source), used.preparation().schema(), known);
    }
    return SampleSource.of(ModelData.raw(used, source, reading.readOptions(), common));
  }

  private SampleShape shapeOf(SampleSource samples, ModelFile.Model used) {
    try (RawBlocks blocks = samples.open()) {
      RawData first = blocks.next();
      first.remarks().forEach(common.screen()::remark);
      return first instanceof RawData.Array array
          ? array.samples().shape()
          : used.preparation().outputShape();
    }
  }

  private void writeReport(CompressedFile file, ModelFile.Model used, RawData raw) {
    if (!(raw instanceof RawData.Array array) || !array.samples().shape().isImage()) {
      common
          .screen()
          .remark("--report shows images, and these samples are none: it is not written");
      return;
    }
    CodecProgress progress = new CodecProgress(common.screen());
    try {
      RateDistortion curves = RateDistortion.of(used, array, progress);
      new CompressionReport(file, used, array, curves).write(report);
    } finally {
      progress.finish();
    }
  }

  private Path writeCodes(CompressedFile file) {
    Path codes = out.resolveSibling(out.getFileName() + ".codes.npy");
    file.writeCodes(codes);
    return codes;
  }

  private ModelFile.Model given(Kernels kernels) {
    common
        .withoutEffect()
        .when(true, "the model is given", "--scaling", "--imputation")
        .when(true, "the model is given", OwnModel.flags());
    return ModelFile.read(model, kernels);
  }

  private ModelFile.Model trained(String source, Kernels kernels) {
    ReadOptions asked = reading.readOptions();
    boolean ofAll = train != null || asked.limit().isPresent();
    ReadOptions options = ofAll ? asked : asked.withLimit(MOST_TRAINED);
    RawData raw = reading.read(train == null ? source : train, options, common.screen());
    boolean ofSome = !ofAll && raw.size() == MOST_TRAINED;
    SampleShape shape = Preparation.fit(raw, preparing.options()).outputShape();
    architecture.setDefaultCode(budget(shape).codeSize(shape.features()));
    return new OwnModel(new Composition(architecture, objective), training, common)
        .train(Preset.UNDERCOMPLETE, raw, ofSome ? options : asked, preparing.options(), kernels);
  }

  private Budget budget(SampleShape shape) {
    try {
      if (lossless) {
        return new Budget.Lossless();
      }
      return bytes != null
          ? new Budget.BytesPerItem(bytes)
          : Budget.bitsPerPixel(bitsPerPixel, shape);
    } catch (IllegalArgumentException e) {
      throw new Mistake(Failures.inFlags(e.getMessage()));
    }
  }
}
