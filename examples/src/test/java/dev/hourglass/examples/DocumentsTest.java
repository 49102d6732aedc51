package dev.hourglass.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point at is there, and the examples use what any user may use. */
class DocumentsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

  /** {@code SomeTest.someMethod} in code marks. */
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)\\.(\\w+)`");

  private static final Pattern EXPORT = Pattern.compile("exports ([a-z.]+);");

  private static final Pattern IMPORT =
      Pattern.compile("import (dev\\.hourglass\\.[a-z.]+)\\.[A-Z]");

  @Test
  void relative_links_lead_to_files() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path document : documents()) {
      for (MatchResult link : matches(LINK, Files.readString(document))) {
        String target = link.group(1).replaceFirst("#.*", "");
        boolean relative = !target.isEmpty() && !target.matches("[a-z]+:.*");
        if (relative && Files.notExists(document.resolveSibling(target))) {
          dead.add(ROOT.relativize(document) + ": " + target);
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void tests_that_are_named_exist() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path document : documents()) {
      for (MatchResult named : matches(TEST, Files.readString(document))) {
        boolean exists =
            source(named.group(1) + ".java")
                .filter(source -> contains(source, " " + named.group(2) + "("))
                .isPresent();
        if (!exists) {
          missing.add(ROOT.relativize(document) + ": " + named.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void the_readme_shows_a_part_of_the_quick_start() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String block = readme.substring(readme.indexOf("```java") + 7);
    String program =
        Files.readString(
            ROOT.resolve("examples/src/main/java/dev/hourglass/examples/QuickStart.java"));
    List<String> lines = block.substring(0, block.indexOf("```")).strip().lines().toList();
    assertThat(lines).hasSizeGreaterThan(5);
    assertThat(withoutIndent(program)).contains(withoutIndent(String.join("\n", lines)));
  }

  @Test
  void examples_import_exported_packages_only() throws IOException {
    // Spark's jars share packages, so that this module of ours has no module-info.
    List<String> exported = new ArrayList<>(List.of("dev.hourglass.spark"));
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path info :
          modules
              .map(module -> module.resolve("src/main/java/module-info.java"))
              .filter(Files::exists)
              .toList()) {
        matches(EXPORT, Files.readString(info)).forEach(export -> exported.add(export.group(1)));
      }
    }
    assertThat(exported).hasSizeGreaterThan(3);
    List<String> imported = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT.resolve("examples/src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        matches(IMPORT, Files.readString(file)).forEach(used -> imported.add(used.group(1)));
      }
    }
    assertThat(imported).isNotEmpty().isSubsetOf(exported);
  }

  private static String withoutIndent(String text) {
    return String.join("\n", text.lines().map(String::strip).toList());
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
      }
    }
    assertThat(documents).hasSizeGreaterThan(3);
    return documents;
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static Optional<Path> source(String name) throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            Optional<Path> found =
                files.filter(file -> file.getFileName().toString().equals(name)).findFirst();
            if (found.isPresent()) {
              return found;
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException _) {
      return false;
    }
  }
}
