package dev.hourglass.engine.kernel;

import dev.hourglass.base.NearestName;
import dev.hourglass.engine.kernel.onednn.NativeKernels;
import dev.hourglass.engine.kernel.onednn.OneDnn;
import dev.hourglass.engine.kernel.portable.PortableKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Picks the fastest kernels that work on this machine.
 *
 * <p>The rungs, fastest first: {@link NativeKernels}, then {@link PortableKernels}, which work
 * everywhere. A rung that does not hold is reported once, as a warning of the logger {@code
 * dev.hourglass.engine}, with the reason and the remedy; the next one is tried. Nothing above this
 * class knows which rung it stands on, and a device is one more rung.
 *
 * <p>The system property {@value #PROPERTY} chooses: {@code auto} (the default), {@code native} (or
 * fail) or {@code portable}.
 */
public final class KernelLadder {
  /** The system property that chooses: {@code auto}, {@code native} or {@code portable}. */
  public static final String PROPERTY = "hourglass.kernels";

  /** What the Vector API is in, as long as it incubates. */
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private static final String AUTO = "auto";

  /** Kernels that may not work here. */
  interface Probe {
    Kernels climb() throws Refusal;
  }

  /** One of the possibilities, and what {@link #PROPERTY} calls it. */
  record Rung(String name, Probe probe) {}

  /** Climbed when first asked for, once. */
  private static final class Climbed {
    static final KernelLadder LADDER =
        new KernelLadder(
            "-D" + PROPERTY + "=", System.getProperty(PROPERTY, AUTO), rungs(), logger());
  }

  private static List<Rung> rungs() {
    return List.of(
        new Rung(
            "native",
            () ->
                nativeKernels(
                    ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent(),
                    () -> new NativeKernels(OneDnn.load()))),
        new Rung("portable", PortableKernels::new));
  }

  private static System.Logger logger() {
    return System.getLogger("dev.hourglass.engine");
  }

  private final List<Kernels> kernels;

  /** Why there are none, where the choice leaves none. */
  private final Optional<String> failure;

  /** Climbs, telling {@code logger} of every rung that did not hold. */
  KernelLadder(String choice, List<Rung> rungs, System.Logger logger) {
    this("-D" + PROPERTY + "=", choice, rungs, logger);
  }

  /** The same where the choice was made by what {@code chosenBy} says, for messages. */
  private KernelLadder(String chosenBy, String choice, List<Rung> rungs, System.Logger logger) {
    List<Kernels> holding = new ArrayList<>();
    Optional<String> why = Optional.empty();
    List<String> names = Stream.concat(Stream.of(AUTO), rungs.stream().map(Rung::name)).toList();
    if (!names.contains(choice)) {
      why =
          Optional.of(
              "unknown value of -D%s: '%s'. Did you mean '%s'? Known: %s"
                  .formatted(
                      PROPERTY,
                      choice,
                      NearestName.to(choice, names.stream()),
                      String.join(", ", names)));
    }
    for (Rung rung : rungs) {
      if (!choice.equals(AUTO) && !choice.equals(rung.name)) {
        continue;
      }
      try {
        holding.add(rung.probe.climb());
      } catch (Refusal refusal) {
        if (choice.equals(AUTO)) {
          logger.log(
              System.Logger.Level.WARNING,
              () ->
                  "no %s kernels, slower ones step in: %s. Remedy: %s."
                      .formatted(rung.name, refusal.reason(), refusal.remedy()));
        } else {
          why =
              Optional.of(
                  "%s%s, but %s. Remedy: %s."
                      .formatted(chosenBy, choice, refusal.reason(), refusal.remedy()));
        }
      }
    }
    kernels = List.copyOf(holding);
    failure = why;
  }

  /**
   * The fastest kernels that work here.
   *
   * @throws IllegalStateException when {@value #PROPERTY} asks for kernels that do not, with the
   *     reason and the remedy
   */
  public static Kernels best() {
    return available().getFirst();
  }

  /**
   * All kernels that work here, fastest first, within what {@value #PROPERTY} allows.
   *
   * @throws IllegalStateException as {@link #best()}
   */
  public static List<Kernels> available() {
    return Climbed.LADDER.kernels();
  }

  /**
   * The kernels of one's choice, whatever {@value #PROPERTY} says.
   *
   * @throws IllegalStateException when they do not work here, with the reason and the remedy
   */
  public static Kernels climb(KernelChoice choice) {
    // Climbing twice would warn twice of the same rung.
    return choice.label().equals(System.getProperty(PROPERTY, AUTO))
        ? best()
        : new KernelLadder("option 'kernels' = ", choice.label(), rungs(), logger())
            .kernels()
            .getFirst();
  }

  /** Plain Java kernels: they work everywhere, and alone compute in float64. */
  public static Kernels portable() {
    return new PortableKernels();
  }

  List<Kernels> kernels() {
    failure.ifPresent(
        why -> {
          throw new IllegalStateException(why);
        });
    return kernels;
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
