package dev.hourglass.tasks.recipe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What would take long to unfold is refused at once. */
class RecipeFileTest {
  @TempDir Path folder;

  static Stream<Arguments> bombs() {
    StringBuilder laughs = new StringBuilder("hidden: &a [9, 9, 9]\n");
    for (char c = 'b'; c < 'z'; c++) {
      laughs.append("%c: &%c [*%c, *%c, *%c]%n".formatted(c, c, c - 1, c - 1, c - 1));
    }
    return Stream.of(
        Arguments.argumentSet("a million brackets", "hidden: " + "[".repeat(500_000), "deeply"),
        Arguments.argumentSet(
            "a thousand maps", "{a: ".repeat(1_000) + "1" + "}".repeat(1_000), "deeply"),
        Arguments.argumentSet("aliases of aliases", laughs.toString(), "alias"),
        Arguments.argumentSet(
            "one of four megabytes", "hidden: " + "9".repeat(4_000_000), "4,000,008 bytes"));
  }

  @ParameterizedTest
  @MethodSource("bombs")
  @Timeout(10)
  void is_refused(String text, String why) throws IOException {
    Path file = Files.writeString(folder.resolve("r.yaml"), text);
    assertThatThrownBy(() -> RecipeFile.read(file, Set.of("hidden"), "Keys are few"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("r.yaml")
        .hasMessageContaining(why);
  }
}
