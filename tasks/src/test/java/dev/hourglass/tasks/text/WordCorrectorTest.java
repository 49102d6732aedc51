package dev.hourglass.tasks.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCorrectorTest {
  private static final Kernels KERNELS = KernelLadder.climb(KernelChoice.AUTO);
  private static WordCorrector corrector;

  @TempDir Path folder;

  /** Words of syllables, so that they are like those of a language. */
  static List<String> words(int count, Random random) {
    String[] heads = {"b", "br", "d", "f", "g", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t"};
    String[] middles = {"a", "e", "i", "o", "u", "ä", "ie"};
    String[] tails = {"", "n", "r", "s", "l", "nd", "rt"};
    Set<String> words = new LinkedHashSet<>();
    while (words.size() < count) {
      StringBuilder word = new StringBuilder();
      int syllables = 2 + random.nextInt(3);
      for (int s = 0; s < syllables; s++) {
        word.append(heads[random.nextInt(heads.length)])
            .append(middles[random.nextInt(middles.length)])
            .append(s == syllables - 1 ? tails[random.nextInt(tails.length)] : "");
      }
      if (word.length() >= 6) {
        words.add(word.toString());
      }
    }
    return List.copyOf(words);
  }

  @BeforeAll
  static void fit() {
    WordList list = WordList.of(words(1_500, new Random(1)));
    corrector =
        WordCorrector.fit(
            list,
            List.of(),
            CorrectorOptions.defaults(list.size()).withSamples(40_000),
            KERNELS,
            TrainingListener.SILENT);
  }

  private static String mistyped(String word, Random random) {
    int at = 1 + random.nextInt(word.length() - 2);
    return switch (random.nextInt(3)) {
      case 0 -> word.substring(0, at) + word.substring(at + 1);
      case 1 -> word.substring(0, at) + word.charAt(at) + word.substring(at);
      default ->
          word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);
    };
  }

  @Test
  void slips_are_put_right() {
    Random random = new Random(2);
    List<Misspelling> pairs = new ArrayList<>();
    for (String word : corrector.words().words()) {
      String typed = mistyped(word, random);
      if (!corrector.isRight(typed)) {
        pairs.add(new Misspelling(typed, word));
      }
    }
    CorrectionEvaluation evaluation = CorrectionEvaluation.of(corrector, pairs);
    assertThat(evaluation.top1()).isGreaterThan(0.85).isGreaterThanOrEqualTo(evaluation.nearest());
    assertThat(evaluation.top5()).isGreaterThan(0.95);
    assertThat(evaluation.untouched()).isEqualTo(1);
    assertThat(evaluation.oneEdit()).isGreaterThan(1_000);
  }

  @Test
  void codes_find_words_that_are_many_edits_away() {
    Random random = new Random(4);
    int found = 0;
    int asked = 0;
    for (String word : corrector.words().words()) {
      if (word.length() < 10) {
        continue;
      }
      String typed = mistyped(mistyped(mistyped(word, random), random), random);
      if (new EditDistance().between(typed.codePoints().toArray(), word.codePoints().toArray(), 2)
          > 2) {
        asked++;
        found +=
            corrector.suggestions(typed, 5).stream().anyMatch(s -> s.word().equals(word)) ? 1 : 0;
      }
    }
    assertThat(asked).isGreaterThan(100);
    assertThat(found / (double) asked).isGreaterThan(0.5);
  }

  @Test
  void a_file_gives_the_same_suggestions() {
    Path file = folder.resolve("corrector.safetensors");
    corrector.save(file);
    WordCorrector loaded = WordCorrector.load(file, KERNELS);
    List<String> typed = corrector.words().words().stream().limit(50).map(w -> w + "x").toList();
    assertThat(loaded.suggestions(typed, 5)).isEqualTo(corrector.suggestions(typed, 5));
    ModelFile.Model plain = corrector.model();
    Path other = folder.resolve("other.safetensors");
    ModelFile.write(
        other,
        new ModelFile.Model(
            plain.autoencoder(), plain.preparation(), plain.training(), plain.provenance()));
    assertThatThrownBy(() -> WordCorrector.load(other, KERNELS))
        .hasMessageContaining("without a corrector of words");
  }

  @Test
  void a_text_keeps_all_that_is_no_word() {
    String right = corrector.words().word(3);
    String wrong = mistyped(right, new Random(9));
    TextCorrector text = new TextCorrector(corrector, 0.2);
    List<String> kept =
        List.of(
            "12,50 " + wrong.toUpperCase(Locale.ROOT) + " http://" + wrong + ".org/x",
            "`" + wrong + "()` " + wrong + "_x a." + wrong + " --" + wrong + " @" + wrong,
            "x = " + wrong + "(1);",
            "```",
            wrong,
            "```",
            right + " Karl" + wrong + " Слово");
    assertThat(text.correct(kept, _ -> true).lines()).isEqualTo(kept);
    TextCorrector.Corrected corrected =
        text.correct(List.of("(" + right + ") \"" + wrong + "\",\r\n"), _ -> true);
    assertThat(corrected.lines()).containsExactly("(" + right + ") \"" + right + "\",\r\n");
    Change change = corrected.changes().getFirst();
    assertThat(change.line()).isEqualTo(8);
    assertThat(change.column()).isEqualTo(right.length() + 5);
    assertThat(change.from()).isEqualTo(wrong);
    assertThat(change.to()).isEqualTo(right);
    assertThat(text.correct(List.of(wrong), _ -> false).lines()).containsExactly(wrong);
  }

  @Test
  void lists_that_are_none_are_refused() throws IOException {
    Path one = Files.writeString(folder.resolve("one.txt"), "word\n");
    assertThatThrownBy(() -> WordList.read(one))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 1 word")
        .hasMessageContaining("at least 2");
    Path latin =
        Files.write(
            folder.resolve("latin.txt"), "eins\nzwölf\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> WordList.read(latin))
        .hasMessageContaining("line 2")
        .hasMessageContaining("not UTF-8");
    Path pairs = Files.writeString(folder.resolve("pairs.tsv"), "teh\tthe\nrecieve\n");
    assertThatThrownBy(() -> Misspelling.read(pairs))
        .hasMessageContaining("line 2")
        .hasMessageContaining("recieve");
  }

  @Test
  void counts_and_capitals_of_a_list_are_understood() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("counted.txt"), "\uFEFFhaus 12\nHaus\t30\nStraße,7\nzwei worte\n\n");
    WordList list = WordList.read(file);
    assertThat(list.words()).containsExactly("haus", "Straße");
    assertThat(list.count(0)).isEqualTo(42);
    assertThat(list.linesLeftOut()).isEqualTo(1);
    assertThat(list.contains("HAUS")).isTrue();
  }
}
