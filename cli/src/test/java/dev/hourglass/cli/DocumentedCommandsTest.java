package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Commands that documents and helps show are ones that there are, with flags that there are. */
class DocumentedCommandsTest {
  private static final CommandLine HOURGLASS = Main.commandLine(System.err, "");
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```[a-z]*\\n(.*?)^```");
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^(?:\\$ )?(?:\\./)?hourglass ([^#\\n]*)");
  private static final Pattern EXAMPLE = Pattern.compile("(?m)^  hourglass ([^#\\n]*)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  /** Words up to the first that is the shell's. */
  private static String[] words(String command) {
    List<String> words = new ArrayList<>();
    for (MatchResult word : WORD.matcher(command).results().toList()) {
      if (word.group().matches("[|<>&;].*|2>.*")) {
        break;
      }
      words.add(Stream.of(1, 2, 3).map(word::group).filter(g -> g != null).findFirst().get());
    }
    return words.toArray(String[]::new);
  }

  private static String refusal(String command) {
    try {
      var _ = HOURGLASS.parseArgs(words(command));
      return "";
    } catch (CommandLine.ParameterException e) {
      return "hourglass %s: %s".formatted(command.strip(), e.getMessage());
    }
  }

  private static List<String> in(Pattern pattern, String text) {
    return pattern
        .matcher(text.replaceAll("\\\\\\n\\s*", ""))
        .results()
        .map(found -> found.group(1))
        .filter(command -> !command.contains("…") && !command.contains("..."))
        // Its data may stand in the recipe, which is read before.
        .filter(command -> !command.contains("--recipe"))
        .toList();
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs)
          .filter(file -> file.toString().endsWith(".md") && !file.endsWith("CHANGELOG.md"))
          .sorted()
          .toList();
    }
  }

  @Test
  void what_documents_show_can_be_typed() throws IOException {
    List<String> refused = new ArrayList<>();
    int seen = 0;
    for (Path document : documents()) {
      for (MatchResult block : BLOCK.matcher(Files.readString(document)).results().toList()) {
        for (String command : in(COMMAND, block.group(1))) {
          seen++;
          String refusal = refusal(command);
          if (!refusal.isEmpty()) {
            refused.add(document.getFileName() + ": " + refusal);
          }
        }
      }
    }
    assertThat(refused).isEmpty();
    assertThat(seen).isGreaterThan(50);
  }

  @Test
  void what_helps_show_can_be_typed() {
    List<String> refused =
        HelpTest.commands()
            .flatMap(
                command -> in(EXAMPLE, command.getUsageMessage(CommandLine.Help.Ansi.OFF)).stream())
            .map(DocumentedCommandsTest::refusal)
            .filter(refusal -> !refusal.isEmpty())
            .toList();
    assertThat(refused).isEmpty();
    assertThat(refusal("train digits --hiden 3")).contains("--hiden");
  }
}
