package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house is as its plan: a module knows the floors below it, a room the rooms before it. */
class FloorsTest {
  private static final HousePlan PLAN = HousePlan.ofHourglass();
  private static final House HOURGLASS =
      new House(Path.of("..").toAbsolutePath().normalize(), PLAN);

  /** A house of two floors for breaches to be planted in. */
  private static final HousePlan SMALL =
      new HousePlan(
          Map.of("engine", Set.of(), "tasks", Set.of("engine")),
          Map.of("engine", List.of("tensor", "kernel", "kernel.fast", ""), "tasks", List.of("")),
          Map.of("engine.kernel.fast", Set.of("kernel/Ladder.java")),
          Map.of("engine", List.of("engine.kernel"), "tasks", List.of()));

  @TempDir Path folder;

  static Stream<String> modules() {
    return new TreeSet<>(PLAN.floors().keySet()).stream();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void modules_use_only_the_floors_below_them(String module) {
    assertThat(HOURGLASS.floorBreaches(module)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void rooms_use_only_the_rooms_before_them(String module) {
    assertThat(HOURGLASS.roomBreaches(module)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void a_module_exports_what_the_plan_says_and_nothing_else(String module) {
    assertThat(HOURGLASS.exported(module)).isEqualTo(PLAN.exported().get(module));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void no_room_is_crowded(String module) {
    assertThat(HOURGLASS.crowds(module)).isEmpty();
  }

  static Stream<String> modulesBelowTheCommandLine() {
    return modules().filter(module -> !module.equals("cli"));
  }

  @ParameterizedTest
  @MethodSource("modulesBelowTheCommandLine")
  void no_text_below_the_command_line_names_a_flag(String module) {
    assertThat(HOURGLASS.flagsNamed(module)).isEmpty();
  }

  @Test
  void every_module_of_the_house_has_its_rules() throws IOException {
    String pom = Files.readString(HOURGLASS.root().resolve("pom.xml"));
    Set<String> modules =
        new TreeSet<>(
            Pattern.compile("<module>([a-z]+)</module>")
                .matcher(pom)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList());
    modules.removeAll(Set.of("examples", "dist", "bom"));
    assertThat(PLAN.floors().keySet()).isEqualTo(modules);
    assertThat(PLAN.rooms().keySet()).isEqualTo(modules);
    assertThat(PLAN.exported().keySet()).isEqualTo(modules);
  }

  @Test
  void the_bill_of_materials_has_every_module_that_programs_build_on() throws IOException {
    String bom = Files.readString(HOURGLASS.root().resolve("bom/pom.xml"));
    Set<String> listed =
        new TreeSet<>(
            Pattern.compile("<artifactId>hourglass-([a-z]+)</artifactId>")
                .matcher(bom.substring(bom.indexOf("<dependencyManagement>")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList());
    assertThat(listed).isEqualTo(new TreeSet<>(modulesBelowTheCommandLine().toList()));
    assertThat(version(bom))
        .isEqualTo(version(Files.readString(HOURGLASS.root().resolve("pom.xml"))));
  }

  private static String version(String pom) {
    return pom.substring(pom.indexOf("<version>"), pom.indexOf("</version>"));
  }

  private House small() throws IOException {
    write("engine/pom.xml", "<artifactId>hourglass-engine</artifactId>");
    write(
        "engine/src/main/java/module-info.java",
        "module x {\n  exports dev.hourglass.engine.kernel;\n}");
    write(
        "engine/src/main/java/dev/hourglass/engine/tensor/Good.java",
        "package dev.hourglass.engine.tensor;\n/** See dev.hourglass.tasks.Use. */\n");
    write(
        "engine/src/main/java/dev/hourglass/engine/kernel/Ladder.java",
        "package dev.hourglass.engine.kernel;\nimport dev.hourglass.engine.kernel.fast.Fast;\n");
    return new House(folder, SMALL);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void a_floor_breached_is_found_in_imports_in_module_info_and_in_poms() throws IOException {
    House house = small();
    assertThat(house.floorBreaches("engine")).isEmpty();
    write(
        "engine/src/main/java/dev/hourglass/engine/Bad.java",
        "package dev.hourglass.engine;\n\nimport dev.hourglass.tasks.Use;\n");
    write(
        "engine/src/main/java/module-info.java",
        "module dev.hourglass.engine {\n  requires dev.hourglass.tasks;\n}\n");
    write(
        "engine/pom.xml",
        "<artifactId>hourglass-engine</artifactId>\n<artifactId>hourglass-tasks</artifactId>");
    assertThat(house.floorBreaches("engine"))
        .hasSize(3)
        .anySatisfy(breach -> assertThat(breach).contains("Bad.java:3", "engine", "tasks"))
        .anySatisfy(breach -> assertThat(breach).contains("module-info.java:2", "tasks"))
        .anySatisfy(breach -> assertThat(breach).contains("pom.xml:2", "tasks"));
  }

  @Test
  void a_room_breached_is_found_from_below_and_through_the_wrong_entrance() throws IOException {
    House house = small();
    assertThat(house.roomBreaches("engine")).isEmpty();
    write(
        "engine/src/main/java/dev/hourglass/engine/tensor/Upward.java",
        "package dev.hourglass.engine.tensor;\n\nimport dev.hourglass.engine.kernel.Ladder;\n");
    write(
        "engine/src/main/java/dev/hourglass/engine/Intruder.java",
        "package dev.hourglass.engine;\nimport dev.hourglass.engine.kernel.fast.Fast;\n");
    write(
        "engine/src/main/java/dev/hourglass/engine/annex/Hut.java",
        "package dev.hourglass.engine.annex;\n");
    assertThat(house.roomBreaches("engine"))
        .hasSize(3)
        .anySatisfy(
            breach ->
                assertThat(breach).contains("Upward.java:3", "engine.tensor must not enter kernel"))
        .anySatisfy(breach -> assertThat(breach).contains("Intruder.java:2", "kernel.fast"))
        .anySatisfy(breach -> assertThat(breach).contains("Hut.java", "no room 'annex'"));
  }

  @Test
  void an_export_too_many_is_found() throws IOException {
    House house = small();
    assertThat(house.exported("engine")).isEqualTo(SMALL.exported().get("engine"));
    write(
        "engine/src/main/java/module-info.java",
        "module x {\n  exports dev.hourglass.engine.kernel.fast to\n      dev.hourglass.tasks;\n"
            + "  exports dev.hourglass.engine.kernel;\n}\n");
    assertThat(house.exported("engine")).containsExactly("engine.kernel", "engine.kernel.fast");
  }

  @Test
  void a_module_without_module_info_exports_all_its_packages() throws IOException {
    House house = small();
    write("tasks/src/main/java/dev/hourglass/tasks/Use.java", "package dev.hourglass.tasks;");
    write(
        "tasks/src/main/java/dev/hourglass/tasks/odd/Odd.java", "package dev.hourglass.tasks.odd;");
    assertThat(house.exported("tasks")).containsExactly("tasks", "tasks.odd");
  }

  @Test
  void a_crowded_room_is_found() throws IOException {
    House house = small();
    for (int i = 1; i < House.MOST_FILES; i++) {
      write("engine/src/main/java/dev/hourglass/engine/tensor/Guest" + i + ".java", "");
    }
    assertThat(house.crowds("engine")).isEmpty();
    write("engine/src/main/java/dev/hourglass/engine/tensor/OneTooMany.java", "");
    assertThat(house.crowds("engine"))
        .singleElement()
        .asString()
        .contains("engine/tensor", "36", "35");
  }

  @Test
  void a_flag_named_in_a_text_is_found_and_css_and_the_jvms_options_are_none() throws IOException {
    House house = small();
    write(
        "engine/src/main/java/dev/hourglass/engine/tensor/Palette.java",
        """
        // pass "--never-mind"
        String css = "i{--hue:var(--%1$s)}" + 'x' + "--add-modules and " + '"' + '-';
        int i--;
        """);
    assertThat(house.flagsNamed("engine")).isEmpty();
    write(
        "engine/src/main/java/dev/hourglass/engine/tensor/Talkative.java",
        "/* \"--no\" */\nString a = \"give --learning-rate\";\nString b = \"--%s\";\n"
            + "String c = \"\"\"\n    i{--hue:red}\n    \"\"\";\n");
    assertThat(house.flagsNamed("engine"))
        .hasSize(3)
        .anySatisfy(found -> assertThat(found).contains("Talkative.java:2", "--learning-rate"))
        .anySatisfy(found -> assertThat(found).contains("Talkative.java:3"))
        .anySatisfy(found -> assertThat(found).contains("Talkative.java:4", "--hue"));
  }
}
