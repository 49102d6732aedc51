package dev.hourglass.tasks.speech;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is added to clean speech. */
public sealed interface NoiseKind {
  /** Equally loud at all frequencies. */
  record White() implements NoiseKind {}

  /** Equally loud in every octave. */
  record Pink() implements NoiseKind {}

  /** The mains' 50 or 60 Hz and their multiples, steady. */
  record Hum() implements NoiseKind {}

  /** Four others who speak at once, from the recordings at hand. */
  record Babble() implements NoiseKind {
    /** How many speak. */
    static final int VOICES = 4;
  }

  /** What a room's walls send back of the voice itself. */
  record Reverberation() implements NoiseKind {}

  /**
   * Noise of one's own.
   *
   * @param place a recording, or a folder of them
   */
  record Recorded(Path place) implements NoiseKind {}

  /** All kinds that need no recordings of noise. */
  static List<NoiseKind> usual() {
    return List.of(new White(), new Pink(), new Hum(), new Babble());
  }

  /** As people write it. */
  default String text() {
    return switch (this) {
      case White _ -> "white";
      case Pink _ -> "pink";
      case Hum _ -> "hum";
      case Babble _ -> "babble";
      case Reverberation _ -> "reverb";
      case Recorded recorded -> recorded.place().toString();
    };
  }

  /**
   * Kinds with commas between them: white, pink, hum, babble, reverb, or a recording or folder of
   * noise.
   *
   * @throws IllegalArgumentException naming what is none
   */
  static List<NoiseKind> parse(String text) {
    List<NoiseKind> kinds = new ArrayList<>();
    for (String part : text.split(",")) {
      String name = part.strip();
      kinds.add(
          switch (name) {
            case "white" -> new White();
            case "pink" -> new Pink();
            case "hum" -> new Hum();
            case "babble" -> new Babble();
            case "reverb" -> new Reverberation();
            default -> {
              if (name.isEmpty() || !Files.exists(Path.of(name))) {
                throw new IllegalArgumentException(
                    "expected white, pink, hum, babble, reverb, or a recording or folder of noise,"
                        + " but was '"
                        + name
                        + "'");
              }
              yield new Recorded(Path.of(name));
            }
          });
    }
    return List.copyOf(kinds);
  }
}
