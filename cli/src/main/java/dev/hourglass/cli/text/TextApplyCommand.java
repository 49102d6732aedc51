package dev.hourglass.cli.text;

import dev.hourglass.base.WholeFile;
import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.Destination;
import dev.hourglass.cli.screen.ExitCode;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.tasks.text.Change;
import dev.hourglass.tasks.text.CorrectionReport;
import dev.hourglass.tasks.text.TextCorrector;
import dev.hourglass.tasks.text.WordCorrector;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a text right. */
@Command(
    name = "apply",
    header = "Put a text right, and list what was changed.",
    description = {
      "",
      "TEXT is UTF-8, - is standard input. Right words, names, numbers, code and addresses stay as"
          + " they are. Beside the corrected text lies the list of changes: line, column, from, to,"
          + " confidence."
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  hourglass denoise text apply english.safetensors letter.txt --out corrected.txt",
      "  hourglass denoise text apply english.safetensors letter.txt --out corrected.txt --review",
      "  cat letter.txt | hourglass denoise text apply english.safetensors - --out - >"
          + " corrected.txt"
    })
public final class TextApplyCommand implements Callable<Integer> {
  private static final String STREAM = "-";
  private static final String CHANGES = ".changes.tsv";

  @Parameters(index = "0", paramLabel = "MODEL", description = "A corrector that fit made.")
  Path model;

  @Parameters(index = "1", paramLabel = "TEXT", description = "The text, or - for standard input.")
  String text;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the corrected text goes, or - for standard output.")
  String out;

  @Option(
      names = "--changes",
      paramLabel = "FILE",
      description =
          "Where the list of changes goes. Default: the corrected text's name and .changes.tsv;"
              + " none beside standard output.")
  Path changes;

  @Option(
      names = "--confidence",
      paramLabel = "P",
      description = "Change a word from this confidence on, 0 to 1. Default: 0.5.")
  double confidence = TextCorrector.DEFAULT_CONFIDENCE;

  @Option(names = "--review", description = "Show each change and ask whether it is to be made.")
  boolean review;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "A page (.html) that lists the changes, the doubtful ones first.")
  Path report;

  @Mixin CommonFlags common;

  @Override
  public Integer call() throws IOException {
    check();
    Optional<Destination> page =
        Optional.ofNullable(report)
            .map(file -> Destination.of("--report", file, Destination.Kind.HTML));
    WordCorrector words = WordCorrector.load(model, common.kernels());
    TextCorrector corrector = new TextCorrector(words, confidence);
    Predicate<Change> taken = review ? new Review(common.screen(), System.in) : _ -> true;
    ChangeList list = new ChangeList();
    TextStream stream = new TextStream(text, corrector, taken, list);
    long start = System.nanoTime();
    try (InputStream in = text.equals(STREAM) ? System.in : open()) {
      if (out.equals(STREAM)) {
        stream.run(in, System.out);
        System.out.flush();
      } else {
        Path parent = Path.of(out).toAbsolutePath().getParent();
        Files.createDirectories(parent);
        WholeFile.write(Path.of(out), (OutputStream to) -> stream.run(in, to));
      }
    }
    Path beside = changesFile();
    if (beside != null) {
      WholeFile.write(beside, list::write);
    }
    page.ifPresent(
        to -> to.writeText(CorrectionReport.ofText(words, name(), stream.lines(), list.changes())));
    answer(stream, list, beside, (System.nanoTime() - start) / 1e9);
    return ExitCode.OK;
  }

  /** Without the folders it lies in. */
  private String name() {
    return text.equals(STREAM) ? "standard input" : Path.of(text).getFileName().toString();
  }

  private InputStream open() {
    return TextStream.open(Path.of(text));
  }

  private void check() {
    if (review && text.equals(STREAM)) {
      throw new Mistake(
          "--review reads its answers from standard input, where the text comes from too; name the"
              + " text's file");
    }
    if (!out.equals(STREAM) && Files.isDirectory(Path.of(out))) {
      throw new Mistake("--out %s: is a folder; name a file".formatted(out));
    }
    if (out.equals(STREAM) && common.json) {
      throw new Mistake(
          "--out - and --json both want standard output; write the corrected text to a file");
    }
  }

  private Path changesFile() {
    if (changes != null) {
      return changes;
    }
    return out.equals(STREAM) ? null : Path.of(out + CHANGES);
  }

  private void answer(TextStream stream, ChangeList list, Path beside, double seconds) {
    if (common.json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("out", out);
      if (beside != null) {
        figures.put("changesFile", beside.toString());
      }
      figures.put("lines", stream.lines());
      figures.put("changes", list.size());
      figures.put("seconds", seconds);
      common.print(figures);
    } else if (!out.equals(STREAM)) {
      common
          .page()
          .printf(
              Locale.ROOT,
              "text     %s, %,d line%s, %,d word%s changed%nchanges  %s%n",
              out,
              stream.lines(),
              stream.lines() == 1 ? "" : "s",
              list.size(),
              list.size() == 1 ? "" : "s",
              beside);
    }
  }
}
