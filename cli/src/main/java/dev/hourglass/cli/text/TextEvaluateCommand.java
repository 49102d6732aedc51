package dev.hourglass.cli.text;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.tasks.text.CorrectionEvaluation;
import dev.hourglass.tasks.text.CorrectionReport;
import dev.hourglass.tasks.text.Misspelling;
import dev.hourglass.tasks.text.WordCorrector;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a corrector. */
@Command(
    name = "evaluate",
    header = "Measure a corrector on misspelt words and the right ones.",
    description = {
      "",
      "PAIRS should be misspellings that fit was not given, best of words whose misspellings it was"
          + " not given. A right word that the word list lacks counts as missed."
    },
    footer = {
      "",
      "@|bold Example|@",
      "  hourglass denoise text evaluate english.safetensors others.tsv --json"
    })
public final class TextEvaluateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A corrector that fit made.")
  Path model;

  @Parameters(
      index = "1",
      paramLabel = "PAIRS",
      description = "Misspelt words and the right ones, a tab or comma between them.")
  Path pairs;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "A page (.html) with the figures, and examples of right and wrong.")
  Path report;

  @Mixin CommonFlags common;

  @Override
  public Integer call() {
    Optional<Destination> page =
        Optional.ofNullable(report)
            .map(file -> Destination.of("--report", file, Destination.Kind.HTML));
    List<Misspelling> given = Misspelling.read(pairs);
    WordCorrector corrector = WordCorrector.load(model, common.kernels());
    long start = System.nanoTime();
    CorrectionEvaluation evaluation = CorrectionEvaluation.of(corrector, given);
    double seconds = (System.nanoTime() - start) / 1e9;
    page.ifPresent(to -> to.writeText(CorrectionReport.ofPairs(corrector, evaluation, given)));
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("top1", evaluation.top1());
      figures.put("top5", evaluation.top5());
      figures.put("top1OneEdit", evaluation.top1OneEdit());
      figures.put("untouched", evaluation.untouched());
      common.print(figures);
    }
    common
        .page()
        .printf(
            Locale.ROOT,
            "%,d misspellings, %,d of them one edit away, in %.1f s%n"
                + "first suggestion right     %5.1f%%, of those one edit away %.1f%%%n"
                + "among the first five       %5.1f%%%n"
                + "right words untouched      %6.2f%%%n"
                + "beside it, nearest in edits %4.1f%%%n",
            evaluation.pairs(),
            evaluation.oneEdit(),
            seconds,
            100 * evaluation.top1(),
            100 * evaluation.top1OneEdit(),
            100 * evaluation.top5(),
            100 * evaluation.untouched(),
            100 * evaluation.nearest());
    return ExitCode.OK;
  }
}
