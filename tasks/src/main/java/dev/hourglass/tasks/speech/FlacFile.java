package dev.hourglass.tasks.speech;

import dev.hourglass.data.dataset.DataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jflac.FLACDecoder;
import org.jflac.PCMProcessor;
import org.jflac.metadata.StreamInfo;
import org.jflac.util.ByteData;

/**
 * Recordings in FLAC files, decoded by jFLAC, which goes on where a frame is damaged: so what comes
 * out is held against the number of samples and the checksum that the file has of itself.
 */
final class FlacFile {
  static final String EXTENSION = ".flac";

  /** In front of the first block, which is always the stream's own. */
  private static final byte[] MARK = {'f', 'L', 'a', 'C'};

  /** Where the checksum of the samples lies, if the mark is the first thing in the file. */
  private static final int CHECKSUM = 26;

  private static final int CHECKSUM_BYTES = 16;

  private FlacFile() {}

  /**
   * Reads a recording of 8, 16 or 24 bits.
   *
   * @throws DataException if it is none, damaged, or empty
   */
  static Recording read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw DataException.reading(file, e);
    }
    if (bytes.length == 0) {
      throw new DataException(file + ": is empty, and no recording");
    }
    Samples samples = new Samples();
    FLACDecoder decoder = new FLACDecoder(new ByteArrayInputStream(bytes));
    decoder.addPCMProcessor(samples);
    try {
      decoder.decode();
    } catch (IOException | RuntimeException e) {
      throw damaged(file, e);
    }
    StreamInfo info = decoder.getStreamInfo();
    if (info == null || decoder.getBadFrames() > 0) {
      throw damaged(file, null);
    }
    int bits = info.getBitsPerSample();
    if (bits != 8 && bits != 16 && bits != 24) {
      throw new DataException(
          "%s: found %d bits a sample, expected 8, 16 or 24; convert it, such as with ffmpeg -i FILE out.wav"
              .formatted(file, bits));
    }
    byte[] pcm = samples.out.toByteArray();
    check(file, bytes, pcm, info);
    return recording(file, pcm, info);
  }

  private static void check(Path file, byte[] bytes, byte[] pcm, StreamInfo info) {
    long expected = info.getTotalSamples() * info.getChannels() * info.getBitsPerSample() / 8;
    if (info.getTotalSamples() > 0 && pcm.length != expected) {
      throw damaged(file, null);
    }
    if (!Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length)) {
      return;
    }
    byte[] kept = Arrays.copyOfRange(bytes, CHECKSUM, CHECKSUM + CHECKSUM_BYTES);
    if (Arrays.equals(kept, new byte[CHECKSUM_BYTES])) {
      // Whoever wrote it made none.
      return;
    }
    byte[] signed = pcm;
    if (info.getBitsPerSample() == Byte.SIZE) {
      signed = new byte[pcm.length];
      for (int i = 0; i < pcm.length; i++) {
        signed[i] = (byte) (pcm[i] - 128);
      }
    }
    try {
      if (!Arrays.equals(kept, MessageDigest.getInstance("MD5").digest(signed))) {
        throw damaged(file, null);
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no MD5", e);
    }
  }

  private static Recording recording(Path file, byte[] pcm, StreamInfo info) {
    int width = info.getBitsPerSample() / Byte.SIZE;
    int count = info.getChannels();
    int length = pcm.length / (width * count);
    if (length == 0) {
      throw new DataException(file + ": holds no samples; record something, or leave it out");
    }
    float[][] channels = new float[count][length];
    float scale = Math.scalb(1f, 1 - info.getBitsPerSample());
    for (int i = 0; i < length; i++) {
      for (int c = 0; c < count; c++) {
        channels[c][i] = scale * sample(pcm, (i * count + c) * width, width);
      }
    }
    return new Recording(
        channels, info.getSampleRate(), new Recording.Form(info.getBitsPerSample(), false));
  }

  /** Little-endian; of 8 bits from 0 to 255, as WAV has them. */
  private static int sample(byte[] pcm, int at, int width) {
    return switch (width) {
      case 1 -> (pcm[at] & 0xff) - 128;
      case 2 -> pcm[at + 1] << 8 | pcm[at] & 0xff;
      default -> pcm[at + 2] << 16 | (pcm[at + 1] & 0xff) << 8 | pcm[at] & 0xff;
    };
  }

  private static DataException damaged(Path file, Exception cause) {
    String words =
        file + ": is no FLAC file, or a damaged one; check it with flac -t FILE, or copy it again";
    return cause == null ? new DataException(words) : new DataException(words, cause);
  }

  /** What the decoder says. */
  private static final class Samples implements PCMProcessor {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    public void processStreamInfo(StreamInfo info) {
      // It is asked for in the end.
    }

    @Override
    public void processPCM(ByteData pcm) {
      out.write(pcm.getData(), 0, pcm.getLen());
    }
  }
}
