package dev.hourglass.cli.index;

import dev.hourglass.cli.command.ModelData;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.DataFlags;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.search.EvaluationReport;
import dev.hourglass.search.IndexData;
import dev.hourglass.search.IndexEvaluation;
import dev.hourglass.search.SearchIndex;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures an index. */
@Command(
    name = "evaluate",
    header = "Measure on labelled data how well and how fast an index finds what is alike.",
    description = {
      "",
      "Each sample is a query; its own item is left out. Beside the index: all numbers of the"
          + " samples, and as many principal components as a code has numbers."
    },
    footer = {
      "",
      "@|bold Example|@",
      "  hourglass index evaluate digits.index mnist/t10k-images-idx3-ubyte.gz --out page.html"
    })
public final class IndexEvaluateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "An index that build made.")
  Path folder;

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description = "Labelled data: what the index was built of, or other of its kind.")
  String data;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where a page goes (.html). Default: none.")
  Path out;

  @Mixin ItemFlags items;
  @Mixin DataFlags reading;
  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Destination page =
        out == null ? null : Destination.of("--out", out, Destination.Kind.HTML).withFolder();
    try (SearchIndex index = SearchIndex.open(folder, common.kernels())) {
      ReadOptions options = reading.readOptions();
      RawData raw = ModelData.raw(index.model(), data, options, common);
      ModelData.prepared(index.model(), raw, common);
      IndexData samples = items.data(index.model(), data, raw, options, common);
      IndexEvaluation figures = IndexEvaluation.of(index, samples);
      if (page != null) {
        new EvaluationReport(index, figures).write(page.file());
      }
      if (!figures.own()) {
        common
            .screen()
            .remark(
                "these samples are not the index's items: the index answers with its items, raw"
                    + " numbers and PCA are compared among the samples themselves");
      }
      if (common.json) {
        common.print(figures.toMap());
      }
      print(figures);
    }
    return ExitCode.OK;
  }

  private void print(IndexEvaluation figures) {
    common
        .page()
        .printf(
            Locale.ROOT,
            "found       %.4f of the ten nearest codes%nlabels      %.4f of the ten found have the"
                + " query's label; by all numbers %.4f, by PCA %.4f%nquery       %.3f ms, looking"
                + " at every code %.3f ms, encoding %.3f ms%nan item     %,.0f bytes; the sample"
                + " itself %,.0f%n",
            figures.finding().recall(),
            figures.finding().labelShare(),
            figures.finding().rawLabelShare(),
            figures.finding().pcaLabelShare(),
            figures.cost().medianQueryMillis(),
            figures.cost().medianExactMillis(),
            figures.cost().medianEncodeMillis(),
            figures.cost().bytesPerItem(),
            figures.cost().rawBytesPerItem());
    figures
        .robustness()
        .forEach(
            (disturbance, share) ->
                common
                    .page()
                    .printf(
                        Locale.ROOT,
                        "%-22s finds itself first: %.1f%%, by pixels %.1f%%%n",
                        disturbance.text(),
                        100 * share.codes(),
                        100 * share.pixels()));
    if (out != null) {
      common.page().printf("report      %s%n", out);
    }
  }
}
