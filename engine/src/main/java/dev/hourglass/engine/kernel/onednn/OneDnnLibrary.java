package dev.hourglass.engine.kernel.onednn;

import dev.hourglass.engine.kernel.Refusal;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds oneDNN for this machine on the class path and loads it, with OpenMP set to one thread. */
final class OneDnnLibrary {
  private static final String ONE_THREAD_VARIABLE = "OMP_NUM_THREADS";

  /**
   * A machine that {@code org.bytedeco:dnnl} has a library for.
   *
   * <p>Each has the jar's classifier, OpenMP, which is part of the system on Windows, and oneDNN.
   */
  enum Platform {
    LINUX_X86_64("linux-x86_64", "libgomp.so.1", "libdnnl.so.3"),
    LINUX_ARM64("linux-arm64", "libgomp.so.1", "libdnnl.so.3"),
    MACOSX_ARM64("macosx-arm64", "libomp.dylib", "libdnnl.3.dylib"),
    MACOSX_X86_64("macosx-x86_64", "libiomp5.dylib", "libdnnl.3.dylib"),
    WINDOWS_X86_64("windows-x86_64", "", "dnnl.dll");

    private final String classifier;
    private final String openMp;
    private final String library;

    Platform(String classifier, String openMp, String library) {
      this.classifier = classifier;
      this.openMp = openMp;
      this.library = library;
    }

    /** What to load, in order. */
    List<String> files() {
      return openMp.isEmpty() ? List.of(library) : List.of(openMp, library);
    }

    /** The platform of a JDK whose {@code os.name} and {@code os.arch} are these. */
    static Optional<Platform> of(String os, String architecture) {
      String name = os.toLowerCase(Locale.ROOT);
      boolean arm = architecture.equals("aarch64");
      boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
      if (name.contains("linux")) {
        return intel
            ? Optional.of(LINUX_X86_64)
            : arm ? Optional.of(LINUX_ARM64) : Optional.empty();
      }
      if (name.contains("mac")) {
        return intel
            ? Optional.of(MACOSX_X86_64)
            : arm ? Optional.of(MACOSX_ARM64) : Optional.empty();
      }
      return name.contains("windows") && intel ? Optional.of(WINDOWS_X86_64) : Optional.empty();
    }
  }

  private OneDnnLibrary() {}

  static SymbolLookup load() throws Refusal {
    NativeLibrary library =
        find(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            OneDnnLibrary.class.getClassLoader());
    var folders =
        NativeLibrary.folders(
            System.getenv(),
            System.getProperty(NativeLibrary.FOLDER_PROPERTY),
            System.getProperty("user.home"));
    return withOneThread(() -> library.load(folders));
  }

  /** The library for that machine, not yet unpacked. */
  static NativeLibrary find(String os, String architecture, ClassLoader loader) throws Refusal {
    Platform platform =
        Platform.of(os, architecture)
            .orElseThrow(
                () ->
                    new Refusal(
                        "no oneDNN for this platform: %s/%s".formatted(os, architecture),
                        Refusal.SILENCE));
    List<URL> resources = new ArrayList<>();
    for (String file : platform.files()) {
      String path = "org/bytedeco/dnnl/" + platform.classifier + "/" + file;
      URL resource = loader.getResource(path);
      if (resource == null) {
        throw new Refusal(
            "%s is not on the class path".formatted(path),
            "add org.bytedeco:dnnl with the classifier " + platform.classifier);
      }
      resources.add(resource);
    }
    return new NativeLibrary("dnnl-" + platform.classifier, resources);
  }

  /** Something that may be refused. */
  private interface Loading {
    SymbolLookup load() throws Refusal;
  }

  /**
   * Loads while the process's environment asks OpenMP for one thread, which it reads once, when it
   * is loaded. Java's own view of the environment, and that of child processes, stays as it was.
   */
  @SuppressWarnings("restricted")
  private static SymbolLookup withOneThread(Loading loading) throws Refusal {
    SymbolLookup c = Linker.nativeLinker().defaultLookup();
    String before = System.getenv(ONE_THREAD_VARIABLE);
    try (Arena arena = Arena.ofConfined()) {
      set(c, arena, "1");
      try {
        return loading.load();
      } finally {
        set(c, arena, before);
      }
    }
  }

  private static void set(SymbolLookup c, Arena arena, String value) {
    long name = arena.allocateFrom(ONE_THREAD_VARIABLE).address();
    if (c.find("_putenv_s").isPresent()) {
      // Windows: an empty value removes the variable.
      NativeLibraryFunction.find(c, "_putenv_s")
          .call(name, arena.allocateFrom(value == null ? "" : value).address());
    } else if (value == null) {
      NativeLibraryFunction.find(c, "unsetenv").call(name);
    } else {
      int overwrite = 1;
      NativeLibraryFunction.find(c, "setenv")
          .call(name, arena.allocateFrom(value).address(), overwrite);
    }
  }
}
