package dev.hourglass.cli.text;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.SeedFlag;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Progress;
import dev.hourglass.tasks.text.CorrectorOptions;
import dev.hourglass.tasks.text.Misspelling;
import dev.hourglass.tasks.text.WordCorrector;
import dev.hourglass.tasks.text.WordList;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fits a corrector. */
@Command(
    name = "fit",
    header = "Fit a corrector on a word list and write it to a file.",
    description = {
      "",
      "WORDS is UTF-8, one word a line, of any language; after it, behind a tab or a blank, how"
          + " often it is used, where that is known. A denoising autoencoder learns to undo typing"
          + " errors that are drawn as people make them, or, with --pairs, as those did who made"
          + " these."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass denoise text fit words.txt --out english.safetensors",
      "  hourglass denoise text fit words.txt --pairs misspellings.tsv --out english.safetensors"
    })
public final class TextFitCommand implements Callable<Integer> {
  private static final String DEFAULT_OUT = "corrector.safetensors";
  private static final int LINES = 10;

  @Parameters(paramLabel = "WORDS", description = "The right words.")
  Path words;

  @Option(
      names = "--pairs",
      paramLabel = "FILE",
      description =
          "Misspelt words and the right ones, a tab or comma between them, from which the typists'"
              + " slips are learned.")
  Path pairs;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "Misspelt words that are drawn to learn from. Default: 10 a word, 100000 to 1000000.")
  Integer samples;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the corrector goes. Default: corrector.safetensors.")
  Path out;

  @Mixin SeedFlag seed;
  @Mixin CommonFlags common;

  @Override
  public Integer call() throws Exception {
    Destination destination =
        Destination.of(
            "--out", out == null ? Path.of(DEFAULT_OUT) : out, Destination.Kind.SAFETENSORS);
    WordList list = WordList.read(words);
    List<Misspelling> given = pairs == null ? List.of() : Misspelling.read(pairs);
    if (list.linesLeftOut() > 0) {
      common
          .screen()
          .remark(
              "%s: %,d lines of several words were left out".formatted(words, list.linesLeftOut()));
    }
    long usable = given.stream().filter(pair -> list.contains(pair.right())).count();
    if (usable < given.size()) {
      common
          .screen()
          .remark(
              "%s: of %,d pairs %,d are of words that %s lacks, and were left out"
                  .formatted(pairs, given.size(), given.size() - usable, words));
    }
    CorrectorOptions options = CorrectorOptions.defaults(list.size()).withSeed(seed.seed);
    if (samples != null) {
      options = options.withSamples(samples);
    }
    long start = System.nanoTime();
    Progress progress = new Progress(common.screen(), "", LINES, () -> false);
    WordCorrector corrector = WordCorrector.fit(list, given, options, common.kernels(), progress);
    progress.finish();
    corrector.save(destination.withFolder().file());
    double seconds = (System.nanoTime() - start) / 1e9;
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("out", destination.file().toString());
      figures.put("words", list.size());
      figures.put("pairs", usable);
      figures.put("samples", options.samples());
      figures.put("seconds", seconds);
      common.print(figures);
    }
    common
        .page()
        .printf(
            Locale.ROOT,
            "corrector  %,d words, slips %s%nfile       %s%n",
            list.size(),
            usable == 0 ? "as they are usual" : "learned from %,d pairs".formatted(usable),
            destination.file());
    return ExitCode.OK;
  }
}
