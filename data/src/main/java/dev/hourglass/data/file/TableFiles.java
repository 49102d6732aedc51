package dev.hourglass.data.file;

import dev.hourglass.data.dataset.DataException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Which files hold tables by their names, alone, in a folder or among those that a glob names. */
public final class TableFiles {
  private static final Pattern NAME =
      Pattern.compile(
          ".*\\.((csv|tsv|txt|tab|data|dat|json|jsonl|ndjson)(\\.(gz|zst|zstd))?|parquet)");
  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  private TableFiles() {}

  /** Whether a file is named as tables are. */
  public static boolean isNamedSo(Path file) {
    return NAME.matcher(file.getFileName().toString().toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether a text names files by a pattern, and not one that is there by its name. */
  public static boolean isGlob(String text) {
    if (!GLOB.matcher(text).find()) {
      return false;
    }
    try {
      return !Files.exists(Path.of(text));
    } catch (InvalidPathException _) {
      return true; // where a name may have no star
    }
  }

  /** The files of a folder that are named as tables are, sorted by name; hidden ones are none. */
  public static List<Path> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> isNamedSo(file) && isVisible(file) && Files.isRegularFile(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw DataException.reading(folder, e);
    }
  }

  private static boolean isVisible(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && !name.startsWith("_");
  }

  /**
   * The files that a glob such as {@code 2024-*.csv} or {@code logs/**}{@code /*.csv.gz} names,
   * sorted.
   *
   * @throws DataException if there are none
   */
  public static List<Path> matching(String glob) {
    Path folder = Path.of(fixed(glob));
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          "%s: no file is named so; there is no folder %s".formatted(glob, folder));
    }
    PathMatcher matcher = matcher(glob);
    try (Stream<Path> files = glob.contains("**") ? Files.walk(folder) : walk(glob, folder)) {
      List<Path> found =
          files
              .map(file -> fixed(glob).isEmpty() ? folder.relativize(file) : file)
              .filter(file -> matcher.matches(file) && Files.isRegularFile(file))
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new DataException("%s: no file is named so".formatted(glob));
      }
      return found;
    } catch (IOException e) {
      throw DataException.reading(folder, e);
    }
  }

  private static Stream<Path> walk(String glob, Path folder) throws IOException {
    int depth = (int) glob.substring(fixed(glob).length()).chars().filter(c -> c == '/').count();
    return Files.walk(folder, depth + 1);
  }

  private static PathMatcher matcher(String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new DataException("%s: is no glob: %s".formatted(glob, e.getDescription()), e);
    }
  }

  /** The folders before the first that is a pattern, with the slash behind them. */
  private static String fixed(String glob) {
    var star = GLOB.matcher(glob);
    int at = star.find() ? star.start() : glob.length();
    return glob.substring(0, glob.lastIndexOf('/', at) + 1);
  }
}
