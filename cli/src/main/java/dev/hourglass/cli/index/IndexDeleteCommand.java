package dev.hourglass.cli.index;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.search.IndexBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes from an index. */
@Command(
    name = "delete",
    header = "Delete items from an index.",
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass index delete photos.index cat/0007.jpg dog/0001.jpg",
      "  hourglass index delete photos.index --where label=dog"
    })
public final class IndexDeleteCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "An index that build made.")
  Path folder;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ID",
      description = "Items; where one of them is not there nothing is deleted.")
  List<String> ids = List.of();

  @Option(
      names = "--ids",
      paramLabel = "ID",
      split = ",",
      description = "The same, with commas between them.")
  List<String> more = List.of();

  @Option(
      names = "--where",
      paramLabel = "FIELD=VALUE",
      description = "All items with this label (label=cat) or value of a column that was kept.")
  Map<String, String> where = Map.of();

  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    List<String> all = Stream.concat(ids.stream(), more.stream()).toList();
    if (all.isEmpty() == where.isEmpty()) {
      throw new Mistake("name the items to delete by their ids or by --where, one of the two");
    }
    IndexBuilder builder = IndexBuilder.of(folder, common.kernels());
    ChangeAnswer.print(
        folder, all.isEmpty() ? builder.deleteWhere(where) : builder.delete(all), common);
    return ExitCode.OK;
  }
}
