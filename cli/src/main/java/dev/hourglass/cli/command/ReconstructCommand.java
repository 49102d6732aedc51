package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.blueprint.AnySize;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.NumberFlag;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.cli.screen.SampleFile;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.ImageFormat;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.denoise.PictureDenoiser;
import dev.hourglass.tasks.evaluate.CorruptedSamples;
import dev.hourglass.tasks.learn.Predictor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what a model makes of data. */
@Command(
    name = "reconstruct",
    header = "Write what a model makes of data.",
    description = {
      "",
      "A .png shows originals over their reconstructions (with --corruption the damaged images"
          + " between them); .npy and .csv hold every sample's reconstruction in the data's own"
          + " units. A denoiser of convolutions alone takes an image file of any size, and then"
          + " the .png is that picture, cleaned."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass reconstruct model.safetensors digits:1000:7 --out grid.png",
      "  hourglass reconstruct clean.safetensors scans/ --corruption gaussian:0.3 --out grid.png"
    })
public final class ReconstructCommand implements Callable<Integer> {
  private static final int DEFAULT_COUNT = 48;
  private static final int DEFAULT_COLUMNS = 16;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file that train wrote.")
  Path model;

  @Parameters(index = "1", paramLabel = "DATA", description = "Data as the model was trained on.")
  String data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where it goes: .png (a grid), .npy or .csv.")
  Path out;

  @Option(
      names = "--corruption",
      paramLabel = "KIND",
      description =
          "Damage the samples before they are encoded: gaussian:SIGMA, salt-pepper:P, masking:P or"
              + " swap:P.")
  Corruption corruption = new Corruption.None();

  @Option(
      names = "--count",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description =
          "Samples in the grid, spread evenly over the data. Default: " + DEFAULT_COUNT + ".")
  int count = DEFAULT_COUNT;

  @Option(
      names = "--columns",
      paramLabel = "N",
      converter = NumberFlag.Positive.class,
      description = "Samples in a row of the grid. Default: " + DEFAULT_COLUMNS + ".")
  int columns = DEFAULT_COLUMNS;

  @Mixin DataFlags reading;
  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination destination = Destination.of("--out", out, SampleFile.KINDS);
    ModelFile.Model read = ModelFile.read(model, common.kernels());
    Predictor.refuse(read);
    SampleFile file = new SampleFile(destination, read.preparation());
    file.checkDrawable();
    if (isOfAnotherSize(read, destination)) {
      return whole(read);
    }
    Dataset all = ModelData.read(read, data, reading.readOptions(), common);
    boolean picture = destination.kind() == Destination.Kind.PNG;
    common
        .withoutEffect()
        .when(!picture, "a file that is no .png holds all samples", "--count")
        .when(!picture, "only a .png is a grid", "--columns")
        .when(!corruption.isPresent(), "nothing is drawn without --corruption", "--seed");
    Dataset clean = picture ? all.subset(RowOrder.spread(all.size(), count)) : all;
    Dataset given = CorruptedSamples.of(clean, corruption, seed.seed, read.autoencoder().kernels());
    Tensor reconstructions = read.autoencoder().reconstruct(given);
    Tensor originals = TensorSamples.copyOf(clean);
    double mse = meanSquare(originals, reconstructions);
    if (picture) {
      List<Tensor> layers = new ArrayList<>(List.of(originals));
      if (corruption.isPresent()) {
        layers.add(TensorSamples.copyOf(given));
      }
      layers.add(reconstructions);
      int across = Math.min(columns, clean.size());
      file.write(interleaved(layers, across), across);
    } else {
      file.write(reconstructions, columns);
    }
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("out", out.toString());
      figures.put("samples", clean.size());
      figures.put("mse", mse);
      common.print(figures);
    }
    common
        .page()
        .printf("%s: %,d samples, mse %s per feature%n", out, clean.size(), Progress.figure(mse));
    return ExitCode.OK;
  }

  /** Whether one image file is to be cleaned that is of another size than the model's samples. */
  private boolean isOfAnotherSize(ModelFile.Model read, Destination destination) {
    Path file = Path.of(data);
    if (destination.kind() != Destination.Kind.PNG
        || ImageFormat.ofName(file).isEmpty()
        || !Files.isRegularFile(file)
        || !AnySize.is(read.autoencoder().blueprint())
        || reading.readOptions().resize().isPresent()) {
      return false;
    }
    SampleShape size = Picture.sizeOf(file);
    SampleShape own = read.autoencoder().blueprint().shape();
    return size.height() != own.height() || size.width() != own.width();
  }

  private int whole(ModelFile.Model read) {
    common
        .withoutEffect()
        .when(
            true,
            "an image of any size is cleaned as it is",
            "--count",
            "--columns",
            "--corruption",
            "--seed");
    Picture picture = Picture.read(Path.of(data));
    long begun = System.nanoTime();
    new PictureDenoiser(read.autoencoder()).denoise(picture).writePng(out);
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("out", out.toString());
      figures.put("width", picture.shape().width());
      figures.put("height", picture.shape().height());
      figures.put("seconds", seconds);
      common.print(figures);
    }
    common
        .page()
        .printf(
            Locale.ROOT,
            "%s: %d x %d pixels in %.1f s%n",
            out,
            picture.shape().width(),
            picture.shape().height(),
            seconds);
    return ExitCode.OK;
  }

  /** A row of each layer after the other, then the next row of each. */
  private static Tensor interleaved(List<Tensor> layers, int across) {
    int samples = layers.getFirst().rows();
    int bands = Math.ceilDiv(samples, across);
    Tensor grid = Tensor.allocate(bands * layers.size() * across, layers.getFirst().columns());
    // What the last band lacks stays empty.
    for (int band = 0; band < bands; band++) {
      int count = Math.min(across, samples - band * across);
      for (int layer = 0; layer < layers.size(); layer++) {
        grid.slice((band * layers.size() + layer) * across, count)
            .copyFrom(layers.get(layer).slice(band * across, count));
      }
    }
    return grid;
  }

  private static double meanSquare(Tensor a, Tensor b) {
    double sum = 0;
    for (long i = 0; i < a.size(); i++) {
      double difference = a.get(i) - b.get(i);
      sum += difference * difference;
    }
    return sum / a.size();
  }
}
