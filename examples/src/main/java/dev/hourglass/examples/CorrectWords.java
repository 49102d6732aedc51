package dev.hourglass.examples;

import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.text.CorrectorOptions;
import dev.hourglass.tasks.text.TextCorrector;
import dev.hourglass.tasks.text.WordCorrector;
import dev.hourglass.tasks.text.WordList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Puts misspelt words right, in a language made up here: numerals from zero to nine hundred
 * ninety-nine written as one word, eleven as tenone.
 */
public final class CorrectWords {
  private static final List<String> ONES =
      List.of("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");
  private static final List<String> TENS =
      List.of(
          "", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");

  private CorrectWords() {}

  /** Runs it; the model goes to the folder {@code args[0]}. */
  public static void main(String[] args) {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    Path file = Path.of(args.length == 0 ? "target" : args[0]).resolve("numerals.safetensors");
    WordList words = WordList.of(numerals());
    CorrectorOptions options = CorrectorOptions.defaults(words.size()).withSamples(40_000);
    WordCorrector.fit(words, List.of(), options, kernels, TrainingListener.SILENT).save(file);

    WordCorrector corrector = WordCorrector.load(file, kernels);
    corrector
        .suggestions("sevenhundretfiftytree", 3)
        .forEach(s -> System.out.printf(Locale.ROOT, "%-26s %.2f%n", s.word(), s.confidence()));

    TextCorrector text = new TextCorrector(corrector, TextCorrector.DEFAULT_CONFIDENCE);
    TextCorrector.Corrected corrected =
        text.correct(List.of("fourhundredtenfivve, 415: twohunderdsixty and sixtyfour"), _ -> true);
    System.out.println(corrected.lines().getFirst());
    corrected.changes().forEach(System.out::println);
  }

  private static List<String> numerals() {
    List<String> numerals = new ArrayList<>();
    for (int n = 1; n < 1_000; n++) {
      String hundreds = n < 100 ? "" : ONES.get(n / 100) + "hundred";
      numerals.add(hundreds + TENS.get(n / 10 % 10) + ONES.get(n % 10));
    }
    return numerals;
  }
}
