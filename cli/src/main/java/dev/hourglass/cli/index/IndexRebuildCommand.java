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

/** Encodes an index anew. */
@Command(
    name = "rebuild",
    header = "Encode data anew and put it in place of all that is in an index.",
    description = {
      "",
      "For a model that was trained again, whose codes mean something else. Until it is done the"
          + " index answers as before; broken off it is what it was."
    },
    footer = {
      "",
      "@|bold Example|@",
      "  hourglass index rebuild photos.index photos/ --model better.safetensors"
    })
public final class IndexRebuildCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "An index that build made.")
  Path folder;

  @Parameters(index = "1", paramLabel = "DATA", description = "All that the index shall hold.")
  String data;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The model that encodes from now on. Default: the index's own.")
  Path model;

  @Mixin KeepingFlags keeping;
  @Mixin ItemFlags items;
  @Mixin DataFlags reading;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Kernels kernels = common.kernels();
    IndexBuilder builder =
        IndexBuilder.of(folder, kernels).withListener(new IndexProgress(common.screen()));
    ModelFile.Model used = model == null ? builder.model() : ModelFile.read(model, kernels);
    ReadOptions options = reading.readOptions();
    RawData raw = ModelData.raw(used, data, options, common);
    ModelData.prepared(used, raw, common);
    ChangeAnswer.print(
        folder,
        builder.rebuild(used, items.data(used, data, raw, options, common), keeping.options(used)),
        common);
    return ExitCode.OK;
  }
}
