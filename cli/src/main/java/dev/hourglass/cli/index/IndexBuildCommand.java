package dev.hourglass.cli.index;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.command.ModelData;
import dev.hourglass.cli.flags.ArchitectureFlags;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.Composition;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.flags.ObjectiveFlags;
import dev.hourglass.cli.flags.PreparationFlags;
import dev.hourglass.cli.flags.TrainingFlags;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.search.IndexBuilder;
import dev.hourglass.search.IndexOptions;
import dev.hourglass.search.SearchIndex;
import dev.hourglass.search.StoredCodes;
import dev.hourglass.tasks.compress.CompressedFile;
import dev.hourglass.tasks.compress.CompressionException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds an index. */
@Command(
    name = "build",
    header = "Encode data and make an index of the codes.",
    description = {
      "",
      "The index is a folder: codes with their graph, ids and labels, and the model that made them."
          + " Without --model one is trained on DATA, undercomplete unless --variant says"
          + " otherwise.",
      "",
      "Of a compressed file (hourglass compress) the codes are taken as they are, rounded; labels"
          + " do not lie in it.",
      "",
      "Killed at any moment it can be opened with what was committed: all but the last half minute."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass index build photos/ --resize 64x64 --out photos.index",
      "  hourglass index build mnist/t10k-images-idx3-ubyte.gz --model mnist.safetensors \\",
      "      --out digits.index",
      "  hourglass index build customers.csv --id-column customer --keep country"
    })
public final class IndexBuildCommand implements Callable<Integer> {
  private static final String DEFAULT_OUT = "hourglass-index";

  @Parameters(paramLabel = "DATA", description = "What is to be found: images, rows, vectors.")
  String data;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model that encodes. Default: one is trained on DATA.")
  Path model;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description = "The variant trained where there is no --model. Default: undercomplete.")
  Preset variant;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where the index goes. Default: " + DEFAULT_OUT + ".")
  Path out = Path.of(DEFAULT_OUT);

  @Mixin KeepingFlags keeping;
  @Mixin ItemFlags items;
  @Mixin ArchitectureFlags architecture;
  @Mixin ObjectiveFlags objective;
  @Mixin TrainingFlags training;
  @Mixin DataFlags reading;
  @Mixin PreparationFlags preparing;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Path folder = Destination.folder("--out", out);
    Kernels kernels = common.kernels();
    IndexBuilder builder =
        IndexBuilder.of(folder, kernels).withListener(new IndexProgress(common.screen()));
    builder.checkFree();
    Optional<CompressedFile> compressed = compressed();
    if (compressed.isPresent()) {
      return buildFrom(compressed.get(), builder, kernels);
    }
    ReadOptions options = reading.readOptions();
    RawData raw;
    ModelFile.Model used;
    if (model == null) {
      options = items.forTraining(options);
      raw = reading.read(data, options, common.screen());
      used =
          new OwnModel(new Composition(architecture, objective), training, common)
              .train(
                  variant == null ? Preset.UNDERCOMPLETE : variant,
                  raw,
                  options,
                  preparing.options(),
                  kernels);
    } else {
      common
          .withoutEffect()
          .when(true, "the model is given", "--variant", "--scaling", "--imputation")
          .when(true, "the model is given", OwnModel.flags());
      used = ModelFile.read(model, kernels);
      raw = ModelData.raw(used, data, options, common);
      ModelData.prepared(used, raw, common);
    }
    IndexOptions kept = keeping.options(used);
    IndexBuilder.Change change =
        builder.build(used, items.data(used, data, raw, options, common), kept);
    answer(folder, kernels, kept, change);
    return ExitCode.OK;
  }

  private Optional<CompressedFile> compressed() {
    try {
      return Optional.of(Path.of(data))
          .filter(file -> Files.isRegularFile(file) && CompressedFile.isCompressed(file))
          .map(CompressedFile::open);
    } catch (InvalidPathException _) {
      // data has names that are no paths
      return Optional.empty();
    }
  }

  private int buildFrom(CompressedFile file, IndexBuilder builder, Kernels kernels) {
    if (file.fingerprint().isEmpty()) {
      throw new CompressionException(
          file.file() + ": keeps no codes; decompress it, and index what comes out");
    }
    common
        .withoutEffect()
        .when(true, "codes are taken as they are", "--variant", "--scaling", "--imputation")
        .when(true, "codes are taken as they are", "--id-column", "--keep")
        .when(true, "codes are taken as they are", OwnModel.flags());
    ModelFile.Model used =
        (model == null ? file.model(kernels) : Optional.of(ModelFile.read(model, kernels)))
            .orElseThrow(file::lacksModel);
    file.check(used);
    file.readable(false);
    IndexOptions kept = keeping.options(used);
    StoredCodes codes = new StoredCodes(file.codes(), data);
    answer(builder.folder(), kernels, kept, builder.build(used, codes, kept));
    return ExitCode.OK;
  }

  private void answer(Path folder, Kernels kernels, IndexOptions kept, IndexBuilder.Change change) {
    try (SearchIndex index = SearchIndex.open(folder, kernels)) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("index", folder.toString());
      figures.put("items", change.items());
      figures.put("code", index.model().autoencoder().codeSize());
      figures.put("summary", index.model().autoencoder().blueprint().summary());
      figures.put("model", index.fingerprint().text());
      figures.put("distance", kept.distance().label());
      figures.put("bits", kept.bits());
      double bytesPerItem = (double) index.codeBytes() / Math.max(1, index.size());
      figures.put("bytesPerItem", bytesPerItem);
      if (common.json) {
        common.print(figures);
      }
      common
          .page()
          .printf(
              Locale.ROOT,
              "index       %s, %,d items%nmodel       %s, inside the index%ndistance    %s%nan item"
                  + "     %,.0f bytes with graph, id and label%n",
              folder,
              change.items(),
              figures.get("summary"),
              kept.distance().meaning(),
              bytesPerItem);
    }
  }
}
