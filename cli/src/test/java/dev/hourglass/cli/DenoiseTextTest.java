package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.HourglassProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Misspelt words to right ones, from the command line. */
class DenoiseTextTest {
  @TempDir static Path folder;
  @AutoClose private static HourglassSession hourglass;
  private static final List<String> WORDS = new ArrayList<>();

  @BeforeAll
  static void fit() throws IOException {
    hourglass = new HourglassSession(folder);
    Random random = new Random(11);
    Set<String> words = new LinkedHashSet<>(List.of("receive", "letters", "friend"));
    while (words.size() < 400) {
      StringBuilder word = new StringBuilder();
      for (int s = 0; s < 4; s++) {
        word.append("bdfgklmnprst".charAt(random.nextInt(12)))
            .append("aeiou".charAt(random.nextInt(5)));
      }
      words.add(word.toString());
    }
    WORDS.addAll(words);
    Files.write(folder.resolve("words.txt"), WORDS);
    List<String> pairs = new ArrayList<>(List.of("misspelt\tcorrect"));
    for (String word : WORDS) {
      int at = 1 + random.nextInt(word.length() - 2);
      pairs.add(word.substring(0, at) + word.substring(at + 1) + "\t" + word);
    }
    Files.write(folder.resolve("pairs.tsv"), pairs);
    Outcome fitted =
        hourglass.run(
            "denoise",
            "text",
            "fit",
            "words.txt",
            "--pairs",
            "pairs.tsv",
            "--samples",
            "20000",
            "--out",
            "m.safetensors",
            "--json");
    assertThat(fitted.json()).containsEntry("words", 400).containsEntry("pairs", 400);
  }

  @Test
  void evaluate_gives_its_four_figures() throws IOException {
    Outcome judged =
        hourglass.run(
            "denoise",
            "text",
            "evaluate",
            "m.safetensors",
            "pairs.tsv",
            "--report",
            "figures.html",
            "--json");
    assertThat(folder.resolve("figures.html"))
        .content()
        .contains("first suggestion", "Where it is right", "nearest in edits");
    Map<String, Object> figures = judged.json();
    assertThat(figures).containsOnlyKeys("top1", "top5", "top1OneEdit", "untouched");
    assertThat((Double) figures.get("top1")).isBetween(0.9, 1.0);
    assertThat((Double) figures.get("untouched")).isEqualTo(1);
  }

  @Test
  void a_text_is_put_right_with_a_list_of_what_was_changed() throws IOException {
    Files.writeString(folder.resolve("in.txt"), "receive\r\nmy freind, recieve 3 leters");
    Outcome applied =
        hourglass.run(
            "denoise",
            "text",
            "apply",
            "m.safetensors",
            "in.txt",
            "--report",
            "changes.html",
            "--out",
            "out.txt");
    assertThat(folder.resolve("changes.html"))
        .content()
        .contains("What was changed in in.txt", ">2:4<", "freind", "<b>friend</b>");
    assertThat(applied.exitCode()).as(applied.err()).isZero();
    assertThat(folder.resolve("out.txt"))
        .content()
        .isEqualTo("receive\r\nmy friend, receive 3 letters");
    List<String> changes = Files.readAllLines(folder.resolve("out.txt.changes.tsv"));
    assertThat(changes.getFirst()).isEqualTo("position\tfrom\tto\tconfidence");
    assertThat(changes.get(1)).startsWith("2:4\tfreind\tfriend\t");
    assertThat(changes).hasSize(4);
  }

  @Test
  void what_cannot_be_used_is_told() throws IOException {
    Files.write(folder.resolve("latin.txt"), new byte[] {'a', (byte) 0xE4, '\n'});
    Outcome text =
        hourglass.run("denoise", "text", "apply", "m.safetensors", "latin.txt", "--out", "no.txt");
    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.err()).contains("latin.txt, about line 1").contains("not UTF-8");
    assertThat(folder.resolve("no.txt")).doesNotExist();
    Files.writeString(folder.resolve("one.txt"), "word\n");
    Outcome list = hourglass.run("denoise", "text", "fit", "one.txt");
    assertThat(list.exitCode()).isEqualTo(1);
    assertThat(list.err()).contains("one.txt").contains("at least 2");
    Outcome sure =
        hourglass.run(
            "denoise",
            "text",
            "apply",
            "m.safetensors",
            "in.txt",
            "--out",
            "x",
            "--confidence",
            "2");
    assertThat(sure.exitCode()).isNotZero();
    assertThat(sure.err()).contains("--confidence");
    assertThat(hourglass.run("denoise", "text").err()).contains("fit, apply, evaluate");
  }
}
