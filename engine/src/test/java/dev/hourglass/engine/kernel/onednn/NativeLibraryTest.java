package dev.hourglass.engine.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.engine.kernel.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  /** A library of 300 KB beside oneDNN's 90 MB, so that the tests are quick. */
  private static final URL OPENMP =
      NativeLibraryTest.class
          .getClassLoader()
          .getResource("org/bytedeco/dnnl/linux-x86_64/libgomp.so.1");

  private static final byte[] TEXT = "not a library at all".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void the_cache_follows_the_property_then_the_xdg_rules_then_the_home_folder() {
    Map<String, String> xdg = Map.of("XDG_CACHE_HOME", "/x");
    assertThat(NativeLibrary.folders(xdg, "/p", "/home/u")).containsExactly(Path.of("/p"));
    assertThat(NativeLibrary.folders(xdg, null, "/home/u"))
        .containsExactly(Path.of("/x/hourglass/native"));
    assertThat(NativeLibrary.folders(Map.of(), " ", "/home/u"))
        .containsExactly(Path.of("/home/u/.cache/hourglass/native"));
    assertThat(NativeLibrary.folders(Map.of("XDG_CACHE_HOME", "relative"), null, "/home/u"))
        .containsExactly(Path.of("/home/u/.cache/hourglass/native"));
    assertThat(NativeLibrary.folders(Map.of(), null, null)).isEmpty();
  }

  @Test
  void content_of_another_size_or_checksum_has_a_folder_of_its_own() throws Exception {
    byte[] other = TEXT.clone();
    other[0]++;
    byte[] shorter = Arrays.copyOf(TEXT, TEXT.length - 1);
    assertThat(
            Stream.of(
                    library(jar("a.jar", TEXT)),
                    library(jar("b.jar", other)),
                    library(jar("c.jar", shorter)))
                .map(NativeLibrary::folderName))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("thing-"));
    assertThat(library(jar("d.jar", TEXT)).folderName())
        .isEqualTo(library(jar("a.jar", TEXT)).folderName());
  }

  @Test
  void an_intact_copy_is_left_alone_and_a_cut_or_missing_one_is_written_again() throws Exception {
    NativeLibrary library = library(jar("a.jar", TEXT));
    Path copy = library.unpack(folder).resolve("thing.so");
    assertThat(copy).hasBinaryContent(TEXT);
    Object before = Files.readAttributes(copy, "lastModifiedTime,fileKey");

    library.unpack(folder);
    assertThat(Files.readAttributes(copy, "lastModifiedTime,fileKey")).isEqualTo(before);

    Files.write(copy, new byte[] {1, 2, 3});
    library.unpack(folder);
    assertThat(copy).hasBinaryContent(TEXT);

    Files.delete(copy);
    library.unpack(folder);
    assertThat(copy).hasBinaryContent(TEXT);
    assertThat(copy.getParent()).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void a_copy_damaged_inside_is_written_again_and_old_leftovers_are_cleared() throws Exception {
    NativeLibrary library = library(jar("a.jar", TEXT));
    Path copy = library.unpack(folder).resolve("thing.so");
    byte[] damaged = TEXT.clone();
    damaged[7] ^= 1;
    Files.write(copy, damaged);
    Path old = Files.writeString(copy.resolveSibling(".thing.so.1.part"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Path young = Files.writeString(copy.resolveSibling(".thing.so.2.part"), "half");

    library.unpack(folder);
    assertThat(copy).hasBinaryContent(TEXT);
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void an_interrupted_thread_unpacks_all_the_same() throws Exception {
    NativeLibrary library = library(jar("a.jar", TEXT));
    Thread.currentThread().interrupt();
    Path copies = library.unpack(folder);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(copies.resolve("thing.so")).hasBinaryContent(TEXT);
  }

  @Test
  void many_who_unpack_at_once_all_find_a_whole_copy() throws Exception {
    byte[] large = new byte[1 << 20];
    NativeLibrary library = library(jar("a.jar", large));
    Callable<Long> unpacking = () -> Files.size(library.unpack(folder).resolve("thing.so"));
    try (ExecutorService team = Executors.newFixedThreadPool(8)) {
      for (Future<Long> size : team.invokeAll(Collections.nCopies(8, unpacking))) {
        assertThat(size.get()).isEqualTo(large.length);
      }
    }
  }

  @Test
  void a_damaged_jar_is_refused_and_leaves_nothing_behind() throws Exception {
    Path jar = folder.resolve("damaged.jar");
    Files.write(jar, bytesOfJar(TEXT));
    byte[] bytes = Files.readAllBytes(jar);
    bytes[indexOf(bytes, TEXT)]++;
    Files.write(jar, bytes);
    Path cache = folder.resolve("cache");

    assertThatThrownBy(() -> library(url(jar)).load(List.of(cache)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("thing cannot be copied to any folder (" + cache)
        .hasMessageContaining("damaged.jar!/thing.so is damaged: delete that jar")
        .hasMessageContaining("Remedy: set -Dhourglass.native.dir=");
    try (Stream<Path> left = Files.walk(cache)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void what_is_no_library_is_refused_with_the_linkers_reason_and_the_remedy() throws Exception {
    NativeLibrary library = library(jar("a.jar", TEXT));
    Path copies = folder.resolve(library.folderName());
    assertThatThrownBy(() -> library.load(List.of(folder)))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.reason())
                  .startsWith("thing.so could not be loaded: " + copies.resolve("thing.so"))
                  .doesNotContain("no reason given");
              assertThat(refusal.remedy())
                  .isEqualTo(
                      "delete "
                          + copies
                          + ", set -Dhourglass.native.dir=<a folder that can be written to and"
                          + " executed from>, or set option 'kernels' = portable to silence this");
            });
  }

  @Test
  @EnabledIf("isLinux")
  void a_copy_of_the_right_size_that_does_not_load_is_written_again() throws Exception {
    NativeLibrary library = new NativeLibrary("openmp", List.of(OPENMP));
    Path copy = library.unpack(folder).resolve("libgomp.so.1");
    Files.write(copy, new byte[Math.toIntExact(Files.size(copy))]);

    assertThat(library.load(List.of(folder)).find("omp_get_max_threads")).isPresent();
    try (InputStream intact = OPENMP.openStream()) {
      assertThat(copy).hasBinaryContent(intact.readAllBytes());
    }
  }

  @Test
  @EnabledIf("isLinux")
  void a_temporary_folder_serves_where_the_cache_cannot_be_written() throws Exception {
    Path file = Files.createFile(folder.resolve("in-the-way"));
    NativeLibrary library = new NativeLibrary("openmp", List.of(OPENMP));
    assertThat(library.load(List.of(file, file.resolve("below"))).find("omp_get_max_threads"))
        .isPresent();
  }

  @Test
  void a_temporary_folder_serves_where_nothing_in_the_cache_may_be_executed() throws Exception {
    List<Path> opened = new ArrayList<>();
    NativeLibrary library =
        new NativeLibrary(
            "thing",
            List.of(jar("a.jar", TEXT)),
            file -> {
              opened.add(file);
              if (file.startsWith(folder)) {
                throw new IllegalArgumentException("failed to map segment: not permitted");
              }
              assertThat(file).hasBinaryContent(TEXT);
              return _ -> Optional.empty();
            });
    library.load(List.of(folder));
    assertThat(opened).hasSize(2);
    assertThat(opened.getFirst()).startsWith(folder).exists();
    Path temporary = opened.getLast().getParent().getParent();
    assertThat(temporary.getFileName().toString()).startsWith("hourglass-native-");
    assertThat(temporary).as("what was loaded need not stay").doesNotExist();
  }

  @Test
  @EnabledIf("isLinux")
  void a_folder_mounted_without_execution_is_passed_over() throws Exception {
    Optional<Path> mount =
        Files.readAllLines(Path.of("/proc/mounts")).stream()
            .map(line -> line.split(" "))
            .filter(fields -> List.of(fields[3].split(",")).containsAll(List.of("rw", "noexec")))
            .map(fields -> Path.of(fields[1]))
            .filter(path -> path.equals(Path.of("/dev/shm")) && Files.isWritable(path))
            .findFirst();
    assumeTrue(mount.isPresent(), "no folder here that is mounted noexec and can be written");
    Path cache = Files.createTempDirectory(mount.get(), "hourglass-test");
    try {
      NativeLibrary library = new NativeLibrary("openmp", List.of(OPENMP));
      assertThat(library.load(List.of(cache)).find("omp_get_max_threads")).isPresent();
    } finally {
      try (Stream<Path> all = Files.walk(cache)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  static boolean isLinux() {
    return OPENMP != null && System.getProperty("os.name").contains("Linux");
  }

  private static NativeLibrary library(URL resource) throws Refusal {
    return new NativeLibrary("thing", List.of(resource));
  }

  private URL jar(String name, byte[] content) throws IOException {
    Path jar = folder.resolve(name);
    Files.write(jar, bytesOfJar(content));
    return url(jar);
  }

  private static URL url(Path jar) throws IOException {
    return URI.create("jar:" + jar.toUri() + "!/thing.so").toURL();
  }

  /** A jar whose one entry is stored as it is, so that a test can damage it. */
  private static byte[] bytesOfJar(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry("thing.so");
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(entry);
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  private static int indexOf(byte[] where, byte[] what) {
    String text = new String(where, StandardCharsets.ISO_8859_1);
    return text.indexOf(new String(what, StandardCharsets.ISO_8859_1));
  }
}
