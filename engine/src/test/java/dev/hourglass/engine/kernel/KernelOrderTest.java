package dev.hourglass.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever looks for an operation finds it at the same place in the interface, in every
 * implementation and in the classes that do the work. Reads the sources, as the order of methods is
 * nowhere else.
 */
class KernelOrderTest {
  private static final Path KERNEL = Path.of("src/main/java/dev/hourglass/engine/kernel");

  /** A method of a top-level type, by its two blanks: group 1 its modifiers, 2 its name. */
  private static final Pattern METHOD =
      Pattern.compile("^  (?! )((?:\\w+ )*)[\\w.<>\\[\\]]+ (\\w+)\\(", Pattern.MULTILINE);

  /** What a method of an implementation does: hand on to a class of its room. */
  private static final Pattern HANDED_ON =
      Pattern.compile(
          "^  public \\w+ (\\w+)\\([^{]*\\{\\s+(?:return )?(?:Portable|Vector)\\w+\\.(\\w+)\\(",
          Pattern.MULTILINE);

  /** What an implementation does itself. */
  private static final List<String> TELLING_OR_PREPARING =
      List.of("name", "supports", "multipliesBfloat16InHardware", "prepare", "prepareConvolution");

  private final List<String> operations = methods(read(KERNEL.resolve("Kernels.java")), "");

  @Test
  void the_interface_names_the_operations() {
    assertThat(operations)
        .startsWith("name", "supports", "multipliesBfloat16InHardware", "prepare")
        .contains("sparseProduct", "columnSums", "normalizeGradient")
        .endsWith("sumInto", "step")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"portable/PortableKernels.java", "onednn/NativeKernels.java"})
  void an_implementation_has_the_operations_in_the_interfaces_order(String file) {
    String source = read(KERNEL.resolve(file));
    assertThat(methods(source, "public ")).isEqualTo(operations);
    List<String> handedOn =
        HANDED_ON
            .matcher(source)
            .results()
            .filter(match -> !match.group(1).equals("prepare"))
            .map(match -> match.group(1) + " to " + match.group(2))
            .toList();
    List<String> expected =
        operations.stream()
            .filter(name -> !TELLING_OR_PREPARING.contains(name))
            .map(name -> name + " to " + name)
            .toList();
    assertThat(handedOn).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"portable", "vector"})
  void the_classes_that_do_the_work_have_them_in_that_order_too(String room) throws IOException {
    int found = 0;
    try (Stream<Path> files = Files.list(KERNEL.resolve(room))) {
      for (Path file : files.filter(f -> !f.endsWith("PortableKernels.java")).sorted().toList()) {
        List<String> here =
            methods(read(file), "static ").stream().filter(operations::contains).toList();
        assertThat(here)
            .as(file.toString())
            .isSortedAccordingTo((a, b) -> operations.indexOf(a) - operations.indexOf(b));
        found += here.size();
      }
    }
    assertThat(found)
        .as("operations found")
        .isEqualTo(operations.size() - TELLING_OR_PREPARING.size());
  }

  @Test
  void the_sections_have_the_interfaces_order() {
    List<String> sections = sections("Kernels.java");
    assertThat(sections).hasSizeGreaterThan(5);
    assertThat(sections("portable/PortableKernels.java")).isEqualTo(sections);
    assertThat(sections("onednn/NativeKernels.java")).isEqualTo(sections);
  }

  /** Their names up to a colon or a bracket, where the interface says more. */
  private static List<String> sections(String file) {
    return Pattern.compile("^  // ---- ([\\w -]+?)(?: ----| \\(|:)", Pattern.MULTILINE)
        .matcher(read(KERNEL.resolve(file)))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static List<String> methods(String source, String modifier) {
    List<String> names = new ArrayList<>();
    METHOD
        .matcher(source)
        .results()
        .filter(match -> match.group(1).contains(modifier) && !isComment(source, match))
        .filter(match -> !match.group(1).startsWith("private ") && !match.group(2).equals("of"))
        .forEach(match -> names.add(match.group(2)));
    return names;
  }

  private static boolean isComment(String source, MatchResult match) {
    return source.startsWith("  /", match.start()) || source.startsWith("   *", match.start());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
