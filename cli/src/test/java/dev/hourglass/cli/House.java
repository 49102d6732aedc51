package dev.hourglass.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The house as it stands: finds every line of it that is not as the plan says.
 *
 * @param root the folder of the modules
 */
record House(Path root, HousePlan plan) {
  /** More than this nobody finds a way about in. */
  static final int MOST_FILES = 35;

  /** A package of ours, in an import, in a module-info or spelled out; not in a comment's prose. */
  private static final Pattern OURS = Pattern.compile("\\bdev\\.hourglass\\.([a-z]+)\\b");

  /** A type of ours, or all of a package, by module and room. */
  private static final Pattern TYPE =
      Pattern.compile("\\bdev\\.hourglass\\.([a-z]+)((?:\\.[a-z]+)*)(?=\\.[A-Z*])");

  private static final Pattern DEPENDENCY =
      Pattern.compile("<artifactId>hourglass-([a-z]+)</artifactId>");

  private static final Pattern EXPORT =
      Pattern.compile("(?m)^\\s*exports\\s+dev\\.hourglass\\.([a-z.]+)");

  /** A flag, or what a format makes one of. */
  private static final Pattern FLAG = Pattern.compile("--(?:[a-z][a-z-]*|%)");

  /** Options of the JVM are no flags of ours. */
  private static final Set<String> JVM_OPTIONS = Set.of("--add-modules", "--enable-native-access");

  /** Where reports get their looks: what is declared or asked for there is CSS's. */
  private static final Set<String> STYLED =
      Set.of(
          "StyleSheet.java",
          "Palette.java",
          "BarChart.java",
          "FeatureSection.java",
          "PictureMap.java");

  private static final Pattern CSS_PROPERTY =
      Pattern.compile("var\\(--[a-z%][a-z0-9$%-]*|--[a-z%][a-z0-9$%]*(?=:)");

  private record Line(Path file, int number, String text) {}

  /** A module's lines that speak of a module it may not know: imports, module-info and pom. */
  List<String> floorBreaches(String module) {
    List<String> breaches = new ArrayList<>();
    Path pom = root.resolve(module).resolve("pom.xml");
    lines(pom).forEach(line -> addFloorBreaches(module, line, DEPENDENCY, breaches));
    sources(module)
        .forEach(
            file -> code(file).forEach(line -> addFloorBreaches(module, line, OURS, breaches)));
    return breaches;
  }

  private void addFloorBreaches(String module, Line line, Pattern pattern, List<String> breaches) {
    Matcher matcher = pattern.matcher(line.text);
    while (matcher.find()) {
      String used = matcher.group(1);
      if (!used.equals(module)
          && plan.floors().containsKey(used)
          && !plan.floors().get(module).contains(used)) {
        breaches.add("%s: %s must not know %s".formatted(place(line), module, used));
      }
    }
  }

  /**
   * A module's packages that the plan has no room for, and lines that enter a room they may not.
   */
  List<String> roomBreaches(String module) {
    List<String> breaches = new ArrayList<>();
    List<String> order = plan.rooms().get(module);
    for (Path file : sources(module)) {
      if (file.endsWith("module-info.java")) {
        continue;
      }
      String room = room(module, file);
      if (!order.contains(room)) {
        breaches.add(
            "%s: the plan has no room '%s' in %s".formatted(root.relativize(file), room, module));
        continue;
      }
      for (Line line : code(file)) {
        Matcher matcher = TYPE.matcher(line.text);
        while (matcher.find()) {
          String entered = matcher.group(2).replaceFirst("^\\.", "");
          if (matcher.group(1).equals(module)
              && !entered.equals(room)
              && !mayEnter(module, file, room, entered)) {
            breaches.add(
                "%s: the room %s.%s must not enter %s"
                    .formatted(place(line), module, room, entered));
          }
        }
      }
    }
    return breaches;
  }

  private boolean mayEnter(String module, Path file, String room, String entered) {
    Set<String> entrances = plan.entrances().get(module + "." + entered);
    if (entrances != null) {
      String within = packages(module).relativize(file).toString().replace('\\', '/');
      return entrances.contains(room) || entrances.contains(within);
    }
    List<String> order = plan.rooms().get(module);
    return order.contains(entered) && order.indexOf(entered) < order.indexOf(room);
  }

  /**
   * What a module's module-info exports, in alphabetical order; all packages of a module that is
   * none of Java's, as its libraries let nobody require them.
   */
  List<String> exported(String module) {
    Path info = root.resolve(module).resolve("src/main/java/module-info.java");
    if (!Files.exists(info)) {
      return sources(module).stream()
          .map(file -> room(module, file))
          .map(room -> room.isEmpty() ? module : module + "." + room)
          .distinct()
          .sorted()
          .toList();
    }
    return EXPORT.matcher(read(info)).results().map(found -> found.group(1)).sorted().toList();
  }

  /** A module's packages of too many files. */
  List<String> crowds(String module) {
    Map<Path, Integer> files = new TreeMap<>();
    sources(module).forEach(file -> files.merge(file.getParent(), 1, Integer::sum));
    return files.entrySet().stream()
        .filter(entry -> entry.getValue() > MOST_FILES)
        .map(
            entry ->
                "%s: has %d files, more than %d"
                    .formatted(root.relativize(entry.getKey()), entry.getValue(), MOST_FILES))
        .toList();
  }

  /** A module's texts that name a flag of the command line. */
  List<String> flagsNamed(String module) {
    List<String> named = new ArrayList<>();
    for (Path file : sources(module)) {
      for (JavaTexts.Text text : JavaTexts.of(read(file))) {
        String words = text.value();
        if (STYLED.contains(file.getFileName().toString())) {
          words = CSS_PROPERTY.matcher(words).replaceAll("");
        }
        Matcher matcher = FLAG.matcher(words);
        while (matcher.find()) {
          if (!JVM_OPTIONS.contains(matcher.group())) {
            named.add(
                "%s:%d: names the flag %s"
                    .formatted(root.relativize(file), text.line(), matcher.group()));
          }
        }
      }
    }
    return named;
  }

  private String place(Line line) {
    return root.relativize(line.file) + ":" + line.number;
  }

  private Path packages(String module) {
    return root.resolve(module).resolve("src/main/java/dev/hourglass").resolve(module);
  }

  private String room(String module, Path file) {
    String folder = packages(module).relativize(file.getParent()).toString();
    return folder.replace('/', '.').replace('\\', '.');
  }

  private List<Path> sources(String module) {
    try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file's lines without comments' prose. */
  private static List<Line> code(Path file) {
    return lines(file).stream()
        .map(line -> new Line(file, line.number, line.text.replaceAll("^\\s*(/?\\*|//).*", "")))
        .toList();
  }

  private static List<Line> lines(Path file) {
    List<String> texts = read(file).lines().toList();
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      lines.add(new Line(file, i + 1, texts.get(i)));
    }
    return lines;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
