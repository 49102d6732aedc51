package dev.hourglass.engine.kernel.onednn;

import dev.hourglass.base.WholeFile;
import dev.hourglass.engine.kernel.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * A shared library that travels in a jar, copied to a folder once and loaded from there.
 *
 * <p>The operating system loads libraries from files only. Copies go to {@code
 * <cache>/<name>-<size>-<checksum>/}, so that another version never meets them; each is written
 * aside and moved into place, so that nobody ever sees half of one; and a copy whose checksum is
 * not that of the jar is replaced, since loading damaged code may end the process. Where no cache
 * folder can be written or none lets files be executed, a temporary folder serves.
 */
final class NativeLibrary {
  /** The system property that names the cache folder. */
  static final String FOLDER_PROPERTY = "hourglass.native.dir";

  private static final String REMEDY_FOLDER =
      "set -D" + FOLDER_PROPERTY + "=<a folder that can be written to and executed from>";

  /** Whoever writes one needs less for it. */
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private static final String TEMPORARY = "hourglass-native-";
  private static final int CHUNK = 1 << 20;

  /**
   * What is in the jar.
   *
   * @param checksum CRC-32
   */
  private record Content(URL url, String file, long size, long checksum) {
    /** Looks at a jar's directory only: inflating 90 MB at every start would take too long. */
    static Content of(URL url) throws IOException {
      String path = url.getPath();
      String file = path.substring(path.lastIndexOf('/') + 1);
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      if (connection instanceof JarURLConnection jar) {
        try (var jarFile = jar.getJarFile()) {
          ZipEntry entry = jarFile.getEntry(jar.getEntryName());
          return new Content(url, file, entry.getSize(), entry.getCrc());
        }
      }
      CRC32 checksum = new CRC32();
      try (InputStream in = connection.getInputStream()) {
        long size = transfer(in, checksum, OutputStream.nullOutputStream());
        return new Content(url, file, size, checksum.getValue());
      }
    }

    /** Whether the copy is there and has every bit of this: a tenth of a second for 90 MB. */
    boolean isIn(Path copy) throws IOException {
      if (!Files.isRegularFile(copy) || Files.size(copy) != size) {
        return false;
      }
      CRC32 found = new CRC32();
      try (InputStream in = Files.newInputStream(copy)) {
        transfer(in, found, OutputStream.nullOutputStream());
      }
      return found.getValue() == checksum;
    }

    void copyTo(OutputStream out) throws IOException {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      CRC32 found = new CRC32();
      long written;
      try (InputStream in = connection.getInputStream()) {
        written = transfer(in, found, out);
      }
      if (written != size || found.getValue() != checksum) {
        throw new IOException(
            "%s is damaged: delete that jar, so that it is fetched again".formatted(url));
      }
    }

    private static long transfer(InputStream in, CRC32 checksum, OutputStream out)
        throws IOException {
      byte[] chunk = new byte[CHUNK];
      long size = 0;
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        checksum.update(chunk, 0, count);
        out.write(chunk, 0, count);
        size += count;
      }
      return size;
    }
  }

  /** Loads a file, or throws an {@link IllegalArgumentException}. */
  @FunctionalInterface
  interface Linker {
    SymbolLookup open(Path file);
  }

  private final String name;
  private final List<Content> contents;
  private final Linker linker;

  /**
   * @param name what the folder of copies is called, before size and checksum
   * @param resources what to copy, in the order in which to load it; the last is the library, those
   *     before it are what it needs
   * @throws Refusal where a resource cannot be read
   */
  NativeLibrary(String name, List<URL> resources) throws Refusal {
    this(name, resources, NativeLibrary::open);
  }

  /** The same, loaded by another than the operating system. */
  NativeLibrary(String name, List<URL> resources, Linker linker) throws Refusal {
    this.name = name;
    this.linker = linker;
    List<Content> found = new ArrayList<>();
    for (URL resource : resources) {
      try {
        found.add(Content.of(resource));
      } catch (IOException e) {
        throw new Refusal(
            "%s cannot be read: %s".formatted(resource, said(e)),
            "delete that jar, so that it is fetched again");
      }
    }
    contents = List.copyOf(found);
  }

  /** The cache folders of this machine, best first, told from its properties and environment. */
  static List<Path> folders(Map<String, String> environment, String property, String home) {
    if (property != null && !property.isBlank()) {
      return List.of(Path.of(property));
    }
    String cache = environment.get("XDG_CACHE_HOME");
    Path folder = Path.of("hourglass", "native");
    // The XDG rules say that a relative path is to be ignored.
    return cache != null && Path.of(cache).isAbsolute()
        ? List.of(Path.of(cache).resolve(folder))
        : home == null ? List.of() : List.of(Path.of(home, ".cache").resolve(folder));
  }

  /** Copies, where that is needed, and loads; a folder that does not serve is passed over. */
  SymbolLookup load(List<Path> folders) throws Refusal {
    List<String> failures = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    for (Path folder : folders) {
      try {
        return load(unpack(folder));
      } catch (IOException e) {
        failures.add("%s: %s".formatted(folder, said(e)));
      } catch (Refusal refusal) {
        // A folder may hold files and yet not let them be executed.
        refusals.add(refusal);
      }
    }
    Optional<SymbolLookup> loaded = loadFromTemporaryFolder(failures, refusals);
    if (loaded.isPresent()) {
      return loaded.get();
    }
    if (!refusals.isEmpty()) {
      throw refusals.getFirst();
    }
    throw new Refusal(
        "%s cannot be copied to any folder (%s)".formatted(name, String.join("; ", failures)),
        REMEDY_FOLDER);
  }

  private Optional<SymbolLookup> loadFromTemporaryFolder(
      List<String> failures, List<Refusal> refusals) {
    Path folder;
    try {
      // A fresh name that only its owner can enter: whoever can place files where native code is
      // looked for runs code in this process.
      folder = Files.createTempDirectory(TEMPORARY);
    } catch (IOException e) {
      failures.add("the temporary folder: " + said(e));
      return Optional.empty();
    }
    clearLeftovers(folder.getParent(), TEMPORARY + "*");
    Path copies = folder.resolve(folderName());
    try {
      return Optional.of(load(unpack(folder)));
    } catch (IOException e) {
      failures.add("%s: %s".formatted(folder, said(e)));
    } catch (Refusal refusal) {
      refusals.add(refusal);
    } finally {
      // A loaded library stays mapped when its file goes; Windows keeps the file, until exit or
      // for good.
      for (Content content : contents) {
        discard(copies.resolve(content.file));
      }
      discard(copies);
      discard(folder);
    }
    return Optional.empty();
  }

  /** What a process that was killed has left behind, as far as this one may remove it. */
  private static void clearLeftovers(Path folder, String glob) {
    Instant before = Instant.now().minus(LEFT_BEHIND);
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      for (Path path : found) {
        if (Files.getLastModifiedTime(path).toInstant().isBefore(before)) {
          try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
              Files.delete(each);
            }
          }
        }
      }
    } catch (IOException | DirectoryIteratorException | UncheckedIOException _) {
      // somebody else's, or in use
    }
  }

  private static void discard(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }

  /** The folder of this version's copies. */
  String folderName() {
    Content library = contents.getLast();
    return "%s-%d-%08x".formatted(name, library.size, library.checksum);
  }

  /** Makes sure that the copies are there and whole, and returns their folder. */
  Path unpack(Path folder) throws IOException {
    Path copies = folder.toAbsolutePath().resolve(folderName());
    Files.createDirectories(copies);
    clearLeftovers(copies, "*.part");
    for (Content content : contents) {
      Path copy = copies.resolve(content.file);
      if (!content.isIn(copy)) {
        try {
          WholeFile.write(copy, content::copyTo);
        } catch (UncheckedIOException e) {
          throw e.getCause();
        }
      }
    }
    return copies;
  }

  private SymbolLookup load(Path copies) throws Refusal {
    SymbolLookup last = null;
    for (Content content : contents) {
      Path copy = copies.resolve(content.file);
      try {
        last = linker.open(copy);
      } catch (IllegalArgumentException e) {
        throw new Refusal(
            "%s could not be loaded: %s".formatted(content.file, why(copy)),
            "delete %s, %s, or %s".formatted(copies, REMEDY_FOLDER, Refusal.SILENCE));
      }
    }
    return last;
  }

  @SuppressWarnings("restricted")
  private static SymbolLookup open(Path file) {
    return SymbolLookup.libraryLookup(file, Arena.global());
  }

  /** What the dynamic linker has against the file: {@link SymbolLookup} keeps that to itself. */
  @SuppressWarnings("restricted")
  private static String why(Path file) {
    try {
      System.load(file.toAbsolutePath().toString());
      return "no reason given";
    } catch (UnsatisfiedLinkError e) {
      // "/a/b.so: /a/b.so: invalid ELF header" says the path twice.
      String message = String.valueOf(e.getMessage());
      String path = file.toAbsolutePath() + ": ";
      return message.replace(path + path, path);
    }
  }

  private static String said(IOException e) {
    return e instanceof FileAlreadyExistsException
        ? "a file of that name is in the way: " + e.getMessage()
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
