package dev.hourglass.tasks.speech;

import dev.hourglass.base.WholeFile;
import dev.hourglass.data.dataset.DataException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Recordings in WAV files, read and written by the JDK's own {@code javax.sound.sampled}; what it
 * reads besides, and FLAC, is read too.
 */
public final class WavFile {
  private static final List<String> EXTENSIONS =
      List.of(".wav", ".wave", ".aif", ".aiff", ".au", FlacFile.EXTENSION);

  /** Who writes as it comes does not know the length, and says 2 or 4 GB or a little less. */
  private static final long ENDLESS_BYTES = 0x7fff_0000L;

  private WavFile() {}

  /**
   * Reads a recording of 8, 16, 24 or 32 bits or of floats, of any rate and number of channels.
   *
   * @throws DataException if it is none, is empty or cut short
   */
  public static Recording read(Path file) {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(FlacFile.EXTENSION)) {
      return FlacFile.read(file);
    }
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        AudioInputStream in = AudioSystem.getAudioInputStream(raw)) {
      AudioFormat format = in.getFormat();
      byte[] bytes = in.readAllBytes();
      float[][] channels = decoded(file, bytes, format);
      if (channels[0].length == 0) {
        throw new DataException(file + ": holds no samples; record something, or leave it out");
      }
      checkWhole(file, in.getFrameLength(), channels[0].length, format.getFrameSize());
      boolean isFloat = format.getEncoding().equals(AudioFormat.Encoding.PCM_FLOAT);
      return new Recording(
          channels,
          Math.round(format.getSampleRate()),
          new Recording.Form(format.getSampleSizeInBits(), isFloat));
    } catch (UnsupportedAudioFileException e) {
      if (isEmpty(file)) {
        throw new DataException(file + ": is empty; record something, or leave it out", e);
      }
      throw new DataException(
          file
              + ": is not a recording that can be read; WAV, FLAC, AIFF and AU can, other kinds,"
              + " such as MP3, are converted by ffmpeg -i FILE out.wav",
          e);
    } catch (IOException e) {
      throw DataException.reading(file, e);
    }
  }

  /** Refuses a recording that has fewer samples than its header says, where that says a number. */
  private static void checkWhole(Path file, long said, int found, int frameBytes) {
    if (found < said && said * frameBytes < ENDLESS_BYTES) {
      throw new DataException(
          "%s: is cut short: %,d samples are said to be in it, but were %,d; copy it again, or leave it out"
              .formatted(file, said, found));
    }
  }

  private static boolean isEmpty(Path file) {
    try {
      return Files.size(file) == 0;
    } catch (IOException _) {
      return false;
    }
  }

  private static float[][] decoded(Path file, byte[] bytes, AudioFormat format) {
    int bits = format.getSampleSizeInBits();
    AudioFormat.Encoding encoding = format.getEncoding();
    boolean isFloat = encoding.equals(AudioFormat.Encoding.PCM_FLOAT);
    boolean isUnsigned = encoding.equals(AudioFormat.Encoding.PCM_UNSIGNED);
    boolean known =
        isFloat
            ? bits == 32 || bits == 64
            : (isUnsigned || encoding.equals(AudioFormat.Encoding.PCM_SIGNED))
                && (bits == 8 || bits == 16 || bits == 24 || bits == 32);
    if (!known) {
      throw new DataException(
          "%s: found %d bits of %s, expected 8, 16, 24 or 32 bits of PCM, or floats; convert it, such"
                  .formatted(file, bits, encoding)
              + " as with ffmpeg -i FILE out.wav");
    }
    int width = bits / Byte.SIZE;
    int count = format.getChannels();
    int length = bytes.length / (width * count);
    float[][] channels = new float[count][length];
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes)
            .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i++) {
      for (int c = 0; c < count; c++) {
        channels[c][i] = sample(buffer, (i * count + c) * width, bits, isFloat, isUnsigned);
        if (!Float.isFinite(channels[c][i])) {
          throw new DataException(
              "%s, sample %d: is %s; every sample must be a finite number"
                  .formatted(file, i, channels[c][i]));
        }
      }
    }
    return channels;
  }

  private static float sample(
      ByteBuffer buffer, int at, int bits, boolean isFloat, boolean isUnsigned) {
    if (isFloat) {
      return bits == 32 ? buffer.getFloat(at) : (float) buffer.getDouble(at);
    }
    return switch (bits) {
      case 8 -> isUnsigned ? ((buffer.get(at) & 0xff) - 128) / 128f : buffer.get(at) / 128f;
      case 16 -> buffer.getShort(at) / 32_768f;
      case 24 -> {
        boolean big = buffer.order() == ByteOrder.BIG_ENDIAN;
        int high = buffer.get(big ? at : at + 2);
        int low = buffer.get(big ? at + 2 : at) & 0xff;
        yield (high << 16 | (buffer.get(at + 1) & 0xff) << 8 | low) / 8_388_608f;
      }
      default -> (float) (buffer.getInt(at) / 2_147_483_648.0);
    };
  }

  /** Writes a recording in the form it came in, whole or not at all; louder samples are clipped. */
  public static void write(Path file, Recording recording) {
    WholeFile.write(
        file,
        out -> {
          var _ = AudioSystem.write(stream(recording), AudioFileFormat.Type.WAVE, out);
        });
  }

  /** The content of such a file. */
  static byte[] bytes(Recording recording) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      var _ = AudioSystem.write(stream(recording), AudioFileFormat.Type.WAVE, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static AudioInputStream stream(Recording recording) {
    int count = recording.channels().length;
    int bits = recording.form().isFloat() ? 32 : recording.form().bits();
    int width = bits / Byte.SIZE;
    ByteBuffer buffer =
        ByteBuffer.allocate(recording.length() * count * width).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < recording.length(); i++) {
      for (float[] channel : recording.channels()) {
        put(buffer, channel[i], bits, recording.form().isFloat());
      }
    }
    AudioFormat.Encoding encoding =
        recording.form().isFloat()
            ? AudioFormat.Encoding.PCM_FLOAT
            : bits == 8 ? AudioFormat.Encoding.PCM_UNSIGNED : AudioFormat.Encoding.PCM_SIGNED;
    AudioFormat format =
        new AudioFormat(
            encoding, recording.rate(), bits, count, count * width, recording.rate(), false);
    return new AudioInputStream(
        new ByteArrayInputStream(buffer.array()), format, recording.length());
  }

  private static void put(ByteBuffer buffer, float sample, int bits, boolean isFloat) {
    if (isFloat) {
      buffer.putFloat(sample);
      return;
    }
    double scale = Math.scalb(1.0, bits - 1);
    long whole = Math.clamp(Math.round(sample * scale), (long) -scale, (long) scale - 1);
    switch (bits) {
      case 8 -> buffer.put((byte) (whole + 128));
      case 16 -> buffer.putShort((short) whole);
      case 24 -> buffer.put((byte) whole).put((byte) (whole >> 8)).put((byte) (whole >> 16));
      default -> buffer.putInt((int) whole);
    }
  }

  /**
   * All recordings of a folder and those below it, by name; or the one file.
   *
   * @throws DataException if there is none
   */
  public static List<Path> in(Path place) {
    if (Files.isRegularFile(place)) {
      return List.of(place);
    }
    try (Stream<Path> all = Files.walk(place)) {
      List<Path> files = all.filter(Files::isRegularFile).filter(WavFile::isOne).sorted().toList();
      if (files.isEmpty()) {
        throw new DataException(
            place
                + ": has no recordings; expected files that end in "
                + String.join(", ", EXTENSIONS));
      }
      return files;
    } catch (IOException e) {
      throw DataException.reading(place, e);
    }
  }

  private static boolean isOne(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return EXTENSIONS.stream().anyMatch(name::endsWith);
  }
}
