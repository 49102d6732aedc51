package dev.hourglass.engine.kernel.onednn;

import dev.hourglass.engine.kernel.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;

/**
 * A shared library that travels in a jar, copied to a folder once and loaded from there.
 *
 * <p>The operating system loads libraries from files only. Copies go to {@code
 * <cache>/<name>-<size>-<checksum>/}, so that another version never meets them; each is written
 * aside and moved into place, so that nobody ever sees half of one; and a copy of the wrong size,
 * or one that will not load, is replaced. Where no cache folder can be written, a temporary folder
 * serves.
 */
final class NativeLibrary {
  /** The system property that names the cache folder. */
  static final String FOLDER_PROPERTY = "hourglass.native.dir";

  private static final String REMEDY_FOLDER =
      "set -D" + FOLDER_PROPERTY + "=<a folder that can be written to and executed from>";

  /**
   * What is in the jar.
   *
   * @param checksum CRC-32, or −1 where the resource is not in a jar and its time tells versions
   *     apart
   * @param mark tells this content from others of the same size
   */
  private record Content(URL url, String file, long size, long checksum, long mark) {
    /** Looks at the jar's directory only: inflating 90 MB at every start would take too long. */
    static Content of(URL url) throws IOException {
      String path = url.getPath();
      String file = path.substring(path.lastIndexOf('/') + 1);
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      if (connection instanceof JarURLConnection jar) {
        try (var jarFile = jar.getJarFile()) {
          ZipEntry entry = jarFile.getEntry(jar.getEntryName());
          return new Content(url, file, entry.getSize(), entry.getCrc(), entry.getCrc());
        }
      }
      try (InputStream in = connection.getInputStream()) {
        long size = connection.getContentLengthLong();
        return new Content(
            url,
            file,
            size < 0 ? in.transferTo(OutputStream.nullOutputStream()) : size,
            -1,
            connection.getLastModified());
      }
    }
  }

  private final String name;
  private final List<Content> contents;

  /**
   * @param name what the folder of copies is called, before size and checksum
   * @param resources what to copy, in the order in which to load it; the last is the library, those
   *     before it are what it needs
   * @throws Refusal where a resource cannot be read
   */
  NativeLibrary(String name, List<URL> resources) throws Refusal {
    this.name = name;
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

  /** Copies, where that is needed, and loads. */
  SymbolLookup load(List<Path> folders) throws Refusal {
    List<String> failures = new ArrayList<>();
    for (Path folder : folders) {
      try {
        return load(unpack(folder));
      } catch (IOException e) {
        failures.add("%s: %s".formatted(folder, said(e)));
      }
    }
    return loadFromTemporaryFolder(failures);
  }

  private SymbolLookup loadFromTemporaryFolder(List<String> failures) throws Refusal {
    Path folder;
    try {
      // A fresh name that only its owner can enter: whoever can place files where native code is
      // looked for runs code in this process.
      folder = Files.createTempDirectory("hourglass-native-");
    } catch (IOException e) {
      failures.add("the temporary folder: " + said(e));
      throw nowhere(failures);
    }
    Path copies = folder.resolve(folderName());
    try {
      return load(unpack(folder));
    } catch (IOException e) {
      failures.add("%s: %s".formatted(folder, said(e)));
      throw nowhere(failures);
    } finally {
      // A loaded library stays mapped when its file goes; Windows keeps the file, until exit or
      // for good.
      for (Content content : contents) {
        discard(copies.resolve(content.file));
      }
      discard(copies);
      discard(folder);
    }
  }

  private Refusal nowhere(List<String> failures) {
    return new Refusal(
        "%s cannot be copied to any folder (%s)".formatted(name, String.join("; ", failures)),
        REMEDY_FOLDER);
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
    return "%s-%d-%08x".formatted(name, library.size, library.mark);
  }

  /** Makes sure that the copies are there, and returns their folder. */
  Path unpack(Path folder) throws IOException {
    Path copies = folder.toAbsolutePath().resolve(folderName());
    Files.createDirectories(copies);
    for (Content content : contents) {
      Path copy = copies.resolve(content.file);
      if (!Files.isRegularFile(copy) || Files.size(copy) != content.size) {
        write(content, copy);
      }
    }
    return copies;
  }

  private static void write(Content content, Path copy) throws IOException {
    Path aside = copy.resolveSibling(content.file + "." + UUID.randomUUID() + ".part");
    try {
      URLConnection connection = content.url.openConnection();
      connection.setUseCaches(false);
      CRC32 checksum = new CRC32();
      long written;
      try (InputStream in = new CheckedInputStream(connection.getInputStream(), checksum);
          FileChannel channel =
              FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        written = in.transferTo(out);
        // Else, after a power cut, a file of the right size may hold zeros.
        channel.force(true);
      }
      if (written != content.size
          || (content.checksum >= 0 && content.checksum != checksum.getValue())) {
        throw new IOException(
            "%s is damaged: delete that jar, so that it is fetched again".formatted(content.url));
      }
      Files.move(aside, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private SymbolLookup load(Path copies) throws Refusal, IOException {
    SymbolLookup last = null;
    for (Content content : contents) {
      Path copy = copies.resolve(content.file);
      try {
        last = open(copy);
      } catch (IllegalArgumentException damaged) {
        // The size was right; write it again before giving up.
        write(content, copy);
        try {
          last = open(copy);
        } catch (IllegalArgumentException e) {
          throw new Refusal(
              "%s could not be loaded: %s".formatted(content.file, why(copy)),
              "delete %s, %s, or %s".formatted(copies, REMEDY_FOLDER, Refusal.SILENCE));
        }
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
