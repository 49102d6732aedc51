package dev.hourglass.cli.index;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.cli.command.ModelData;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.search.IndexBuilder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds to an index. */
@Command(
    name = "add",
    header = "Encode more data and add it to an index.",
    description = {
      "",
      "An item of an id that is there already takes its place. Samples without ids of their own are"
          + " numbered on."
    },
    footer = {"", "@|bold Example|@", "  hourglass index add photos.index more/"})
public final class IndexAddCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "An index that build made.")
  Path folder;

  @Parameters(index = "1", paramLabel = "DATA", description = "Data as the index was built of.")
  String data;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "A model to be sure of: another than the index's is refused. Default: the index's.")
  Path model;

  @Mixin ItemFlags items;
  @Mixin DataFlags reading;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Kernels kernels = common.kernels();
    IndexBuilder builder =
        IndexBuilder.of(folder, kernels).withListener(new IndexProgress(common.screen()));
    ModelFile.Model used = builder.model();
    if (model != null) {
      builder.checkModel(ModelFile.read(model, kernels), model.toString());
    }
    ReadOptions options = reading.readOptions();
    RawData raw = ModelData.raw(used, data, options, common);
    ModelData.prepared(used, raw, common);
    ChangeAnswer.print(
        folder, builder.add(used, items.data(used, data, raw, options, common)), common);
    return ExitCode.OK;
  }
}
