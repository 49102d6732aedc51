package dev.hourglass.engine.kernel;

import dev.hourglass.engine.kernel.onednn.NativeKernels;
import dev.hourglass.engine.kernel.onednn.OneDnn;
import dev.hourglass.engine.kernel.portable.PortableKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds the fastest kernels that work on this machine.
 *
 * <p>The rungs, fastest first: {@link NativeKernels}, then {@link PortableKernels}, which work
 * everywhere. A rung that does not hold is reported once a climb, as a warning of the logger {@code
 * dev.hourglass.engine}, with the reason and the remedy; the next one is tried. Whoever starts
 * something climbs, and hands the {@link Kernels} down to what it starts. Nobody who is handed them
 * knows which rung they are, so that a device is one more rung.
 */
public final class KernelLadder {
  /** What the Vector API is in, as long as it incubates. */
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /** Kernels that may not work here. */
  interface Probe {
    Kernels climb() throws Refusal;
  }

  /** One of the possibilities, and the choice of it alone. */
  record Rung(KernelChoice choice, Probe probe) {}

  /** This machine's ladder. */
  private static final class Here {
    static final KernelLadder LADDER =
        new KernelLadder(
            List.of(
                new Rung(KernelChoice.NATIVE, () -> Native.TRIED.climb()),
                new Rung(KernelChoice.PORTABLE, () -> Portable.KERNELS)),
            System.getLogger("dev.hourglass.engine"));
  }

  /** Tried when first climbed to, once: a library is loaded once in a process. */
  private static final class Native {
    static final Probe TRIED = tried();

    private static Probe tried() {
      try {
        Kernels kernels =
            nativeKernels(
                ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent(), KernelLadder::loadOneDnn);
        return () -> kernels;
      } catch (Refusal refusal) {
        return () -> {
          throw refusal;
        };
      }
    }
  }

  private static final class Portable {
    static final Kernels KERNELS = new PortableKernels();
  }

  private final List<Rung> rungs;
  private final System.Logger logger;

  /** A ladder whose rungs, fastest first, are not tried before it is climbed. */
  KernelLadder(List<Rung> rungs, System.Logger logger) {
    this.rungs = List.copyOf(rungs);
    this.logger = logger;
  }

  /**
   * The kernels of that choice; the fastest that work here, where it is {@link KernelChoice#AUTO}.
   * Native kernels are the same every time.
   *
   * @throws IllegalStateException when the choice is of kernels that do not work here, with the
   *     reason and the remedy
   */
  public static Kernels climb(KernelChoice choice) {
    return Here.LADDER.find(choice);
  }

  /** All kernels that work here, fastest first, for tests and timings that sweep them. */
  public static List<Kernels> available() {
    return Here.LADDER.holding();
  }

  /** Plain Java kernels: they work everywhere, and alone compute in float64. */
  public static Kernels portable() {
    return Portable.KERNELS;
  }

  Kernels find(KernelChoice choice) {
    for (Rung rung : rungs) {
      if (choice == KernelChoice.AUTO) {
        Optional<Kernels> found = climb(rung);
        if (found.isPresent()) {
          return found.get();
        }
      } else if (choice == rung.choice) {
        try {
          return rung.probe.climb();
        } catch (Refusal refusal) {
          throw new IllegalStateException(
              "option 'kernels' = %s, but %s. Remedy: %s."
                  .formatted(choice.label(), refusal.reason(), refusal.remedy()),
              refusal);
        }
      }
    }
    throw new IllegalStateException(
        "option 'kernels' = %s, but this ladder has no such rung that holds"
            .formatted(choice.label()));
  }

  List<Kernels> holding() {
    List<Kernels> holding = new ArrayList<>();
    for (Rung rung : rungs) {
      climb(rung).ifPresent(holding::add);
    }
    return List.copyOf(holding);
  }

  /** A rung's kernels, or a warning and nothing where it does not hold. */
  private Optional<Kernels> climb(Rung rung) {
    try {
      return Optional.of(rung.probe.climb());
    } catch (Refusal refusal) {
      logger.log(
          System.Logger.Level.WARNING,
          () ->
              "no %s kernels, slower ones step in: %s. Remedy: %s."
                  .formatted(rung.choice.label(), refusal.reason(), refusal.remedy()));
      return Optional.empty();
    }
  }

  /** Not in {@link Native}: the loading thread would wait for that class, which waits for it. */
  private static Kernels loadOneDnn() throws Refusal {
    return undisturbed(() -> new NativeKernels(OneDnn.load()));
  }

  /**
   * Climbs on a thread of its own: an interrupt of the one that happens to ask first, which cuts
   * reading and writing files short, would leave the process without native kernels for good. That
   * thread's flag stays set.
   */
  static Kernels undisturbed(Probe loading) throws Refusal {
    AtomicReference<Kernels> loaded = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread loader =
        Thread.ofPlatform()
            .name("hourglass-kernels")
            .daemon()
            .start(
                () -> {
                  try {
                    loaded.set(loading.climb());
                  } catch (Refusal | RuntimeException | Error e) {
                    failure.set(e);
                  }
                });
    boolean interrupted = false;
    while (loader.isAlive()) {
      try {
        loader.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return switch (failure.get()) {
      case null -> loaded.get();
      case Refusal refusal -> throw refusal;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    };
  }

  /** The native rung; every way in which {@code loading} fails becomes a refusal. */
  static Kernels nativeKernels(boolean vectorModule, Probe loading) throws Refusal {
    if (!vectorModule) {
      throw new Refusal(
          "the module " + VECTOR_MODULE + " is missing",
          "add --add-modules " + VECTOR_MODULE + " to the java command");
    }
    try {
      return loading.climb();
    } catch (RuntimeException | LinkageError e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof IllegalCallerException) {
          Module module = KernelLadder.class.getModule();
          throw new Refusal(
              "native access is denied",
              "add --enable-native-access=%s to the java command"
                  .formatted(module.isNamed() ? module.getName() : "ALL-UNNAMED"));
        }
      }
      throw new Refusal("oneDNN could not be started: " + e, Refusal.SILENCE);
    }
  }
}
