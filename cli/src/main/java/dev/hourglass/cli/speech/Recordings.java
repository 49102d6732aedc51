package dev.hourglass.cli.speech;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.screen.Mistake;
import dev.hourglass.cli.screen.Screen;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.tasks.speech.NoiseKind;
import dev.hourglass.tasks.speech.Recording;
import dev.hourglass.tasks.speech.SpeechDenoiser;
import dev.hourglass.tasks.speech.WavFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what the commands are given. */
final class Recordings {
  /** Samples that are as loud as can be, of all: more, and the recording is clipped. */
  private static final double CLIPPED = 0.001;

  private static final float LOUDEST = 0.9999f;

  private Recordings() {}

  /**
   * All recordings of a folder, with a remark on those that are clipped.
   *
   * @throws DataException if they are of several rates, naming two
   */
  static List<Recording> in(Path place, Screen screen) {
    List<Recording> recordings = new ArrayList<>();
    int clipped = 0;
    Path first = place;
    Path example = place;
    for (Path file : WavFile.in(place)) {
      Recording recording = WavFile.read(file);
      if (recordings.isEmpty()) {
        first = file;
      } else if (recording.rate() != recordings.getFirst().rate()) {
        throw new DataException(
            "%s has %d Hz, but %s has %d; bring them to one rate, such as with ffmpeg -i FILE -ar %d out.wav"
                .formatted(
                    first,
                    recordings.getFirst().rate(),
                    file,
                    recording.rate(),
                    recordings.getFirst().rate()));
      }
      recordings.add(recording);
      if (isClipped(recording)) {
        clipped++;
        example = file;
      }
    }
    if (clipped > 0) {
      screen.warn(
          "%,d of %,d recordings are clipped, such as %s: clean material should be recorded less loud"
              .formatted(clipped, recordings.size(), example));
    }
    return recordings;
  }

  /** The denoiser of a file, as it is or without what it holds itself back by. */
  static SpeechDenoiser denoiser(Path model, boolean unrestrained, CommonFlags common) {
    SpeechDenoiser denoiser = SpeechDenoiser.load(model, common.kernels());
    return unrestrained ? denoiser.unrestrained() : denoiser;
  }

  /** Whether many samples are as loud as can be. */
  static boolean isClipped(Recording recording) {
    long loudest = 0;
    for (float[] channel : recording.channels()) {
      for (float sample : channel) {
        loudest += Math.abs(sample) >= LOUDEST ? 1 : 0;
      }
    }
    return loudest > CLIPPED * recording.length() * recording.channels().length;
  }

  /** Kinds of noise as a flag names them. */
  static List<NoiseKind> kinds(String noise) {
    try {
      return NoiseKind.parse(noise);
    } catch (IllegalArgumentException e) {
      throw new Mistake("--noise: " + e.getMessage());
    }
  }
}
