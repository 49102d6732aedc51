package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module knows the floors below it and nothing else of ours. */
class FloorsTest {
  /** What each module may use of the others. */
  private static final Map<String, Set<String>> BELOW =
      Map.of(
          "engine", Set.of(),
          "data", Set.of(),
          "autoencoder", Set.of("engine", "data"),
          "tasks", Set.of("autoencoder", "engine", "data"),
          "cli", Set.of("tasks", "autoencoder", "engine", "data"));

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** A package of ours, in an import, in a module-info or spelled out; not in a comment's prose. */
  private static final Pattern OURS = Pattern.compile("\\bdev\\.hourglass\\.([a-z]+)\\b");

  private static final Pattern DEPENDENCY =
      Pattern.compile("<artifactId>hourglass-([a-z]+)</artifactId>");

  @Test
  void modules_use_only_the_floors_below_them() {
    assertThat(BELOW.keySet().stream().flatMap(module -> breaches(ROOT, module).stream()))
        .isEmpty();
  }

  @Test
  void every_module_of_the_house_has_its_rule() throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    List<String> modules = new ArrayList<>();
    Matcher matcher = Pattern.compile("<module>([a-z]+)</module>").matcher(pom);
    while (matcher.find()) {
      modules.add(matcher.group(1));
    }
    modules.remove("examples");
    assertThat(BELOW.keySet()).containsExactlyInAnyOrderElementsOf(modules);
  }

  @Test
  void a_breach_is_found_in_imports_in_module_info_and_in_poms(@TempDir Path house)
      throws IOException {
    Path sources =
        Files.createDirectories(house.resolve("engine/src/main/java/dev/hourglass/engine"));
    Files.writeString(house.resolve("engine/pom.xml"), "<artifactId>hourglass-engine</artifactId>");
    Files.writeString(
        sources.resolve("Good.java"),
        "package dev.hourglass.engine;\n/** See dev.hourglass.data. */\n");
    assertThat(breaches(house, "engine")).isEmpty();

    Files.writeString(
        sources.resolve("Bad.java"),
        "package dev.hourglass.engine;\n\nimport dev.hourglass.data.dataset.Dataset;\n");
    Files.writeString(
        house.resolve("engine/src/main/java/module-info.java"),
        "module dev.hourglass.engine {\n  requires dev.hourglass.tasks;\n}\n");
    Files.writeString(
        house.resolve("engine/pom.xml"),
        "<artifactId>hourglass-engine</artifactId>\n<artifactId>hourglass-cli</artifactId>");
    assertThat(breaches(house, "engine"))
        .hasSize(3)
        .anySatisfy(breach -> assertThat(breach).contains("Bad.java:3", "engine", "data"))
        .anySatisfy(breach -> assertThat(breach).contains("module-info.java:2", "tasks"))
        .anySatisfy(breach -> assertThat(breach).contains("pom.xml:2", "cli"));
  }

  /** Every line in which a module speaks of one that it may not know. */
  private static List<String> breaches(Path house, String module) {
    List<String> breaches = new ArrayList<>();
    Path pom = house.resolve(module).resolve("pom.xml");
    breaches.addAll(breaches(house, module, pom, DEPENDENCY));
    try (Stream<Path> files = Files.walk(house.resolve(module).resolve("src/main/java"))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .forEach(file -> breaches.addAll(breaches(house, module, file, OURS)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return breaches;
  }

  private static List<String> breaches(Path house, String module, Path file, Pattern pattern) {
    try {
      List<String> breaches = new ArrayList<>();
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        String code = lines.get(i).replaceAll("^\\s*(/?\\*|//).*", "");
        Matcher matcher = pattern.matcher(code);
        while (matcher.find()) {
          String used = matcher.group(1);
          if (!used.equals(module)
              && !BELOW.get(module).contains(used)
              && BELOW.containsKey(used)) {
            breaches.add(
                "%s:%d: %s must not know %s"
                    .formatted(house.relativize(file), i + 1, module, used));
          }
        }
      }
      return breaches;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
