package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.SampleFile;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.learn.Predictor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the samples that codes stand for. */
@Command(
    name = "decode",
    header = "Write the samples that codes stand for.",
    description = {"", "Numbers come out in the units of the data that the model was trained on."},
    footer = {
      "",
      "@|bold Example|@",
      "  hourglass decode model.safetensors codes.npy --out pictures.png"
    })
public final class DecodeCommand implements Callable<Integer> {
  private static final String LABEL = "label";
  private static final String ID = "id";
  private static final int DEFAULT_COLUMNS = 16;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file that train wrote.")
  Path model;

  @Parameters(
      index = "1",
      paramLabel = "CODES",
      description = "A .npy or .csv file of codes, a row each, as encode writes them.")
  String codes;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the samples go: .png (a grid), .npy or .csv.")
  Path out;

  @Option(
      names = "--columns",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Pictures in a row of the grid. Default: " + DEFAULT_COLUMNS + ".")
  int columns = DEFAULT_COLUMNS;

  @Option(
      names = "--class",
      paramLabel = "LABEL",
      description = "What a model trained with --condition is told beside the codes.")
  String label;

  @Option(
      names = "--sampled",
      description = "Draw samples from the decoder's distribution instead of its mean.")
  boolean sampled;

  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination destination = Destination.of("--out", out, SampleFile.KINDS);
    ModelFile.Model read = ModelFile.read(model, common.kernels());
    Predictor.refuse(read);
    SampleFile file = new SampleFile(destination, read.preparation());
    file.checkDrawable();
    common
        .withoutEffect()
        .when(destination.kind() != Destination.Kind.PNG, "only a .png is a grid", "--columns")
        .when(!sampled, "nothing is drawn without --sampled", "--seed");
    Autoencoder autoencoder = label == null ? read.autoencoder() : read.autoencoder().given(label);
    Tensor latent = read(autoencoder.codeSize());
    Tensor samples =
        sampled ? autoencoder.decodeSampled(latent, seed.seed) : autoencoder.decode(latent);
    file.write(samples, columns);
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("out", out.toString());
      figures.put("samples", samples.rows());
      figures.put("features", samples.columns());
      common.print(figures);
    }
    common.page().printf("%s: %,d samples%n", out, samples.rows());
    return ExitCode.OK;
  }

  private Tensor read(int codeSize) {
    RawData raw = DataReader.read(codes, ReadOptions.defaults());
    if (raw instanceof RawData.Table table) {
      // encode writes the label as the last column where it knows it, and ids first where asked
      ReadOptions options = ReadOptions.defaults();
      if (table.columnNames().getLast().equals(LABEL)) {
        options = options.withLabel(LABEL);
      }
      if (table.columnNames().getFirst().equals(ID)) {
        options = options.withIgnore(List.of(ID));
      }
      raw = options.equals(ReadOptions.defaults()) ? raw : DataReader.read(codes, options);
    }
    Dataset latent = Preparation.none(SampleShape.vector(codeSize)).apply(raw);
    return TensorSamples.copyOf(latent);
  }
}
