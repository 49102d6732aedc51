package dev.hourglass.cli.speech;

import dev.hourglass.tasks.speech.LiveDenoiser;
import dev.hourglass.tasks.speech.SpeechDenoiser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Signed 16-bit little-endian samples, cleaned as they come, each channel by itself. */
final class LivePcm {
  private static final float FULL_SCALE = 32_768;
  private static final int BYTES = 2;

  /** Read at once where so many are there: enough to keep up, and no more is waited for. */
  private static final int MOST = 1 << 14;

  private final List<LiveDenoiser> denoisers = new ArrayList<>();
  private final int frame;

  LivePcm(SpeechDenoiser denoiser, int rate, int channels) {
    for (int c = 0; c < channels; c++) {
      denoisers.add(denoiser.live(rate));
    }
    this.frame = BYTES * channels;
  }

  /** Until what comes ends; what is left of half a sample is dropped. */
  void run(InputStream in, OutputStream out) throws IOException {
    byte[] bytes = new byte[MOST / frame * frame + frame];
    int filled = 0;
    while (true) {
      int read = in.read(bytes, filled, bytes.length - filled);
      if (read < 0) {
        break;
      }
      filled += read;
      int whole = filled / frame;
      List<float[]> clean = new ArrayList<>();
      for (int c = 0; c < denoisers.size(); c++) {
        clean.add(denoisers.get(c).push(samples(bytes, whole, c)));
      }
      write(clean, out);
      System.arraycopy(bytes, whole * frame, bytes, 0, filled - whole * frame);
      filled -= whole * frame;
    }
    write(denoisers.stream().map(LiveDenoiser::finish).toList(), out);
  }

  private float[] samples(byte[] bytes, int count, int channel) {
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      int at = i * frame + channel * BYTES;
      samples[i] = (short) (bytes[at] & 0xff | bytes[at + 1] << 8) / FULL_SCALE;
    }
    return samples;
  }

  private void write(List<float[]> clean, OutputStream out) throws IOException {
    int count = clean.getFirst().length;
    if (count == 0) {
      return;
    }
    byte[] bytes = new byte[count * frame];
    for (int c = 0; c < clean.size(); c++) {
      for (int i = 0; i < count; i++) {
        int sample = Math.round(clean.get(c)[i] * FULL_SCALE);
        sample = Math.clamp(sample, Short.MIN_VALUE, Short.MAX_VALUE);
        int at = i * frame + c * BYTES;
        bytes[at] = (byte) sample;
        bytes[at + 1] = (byte) (sample >> 8);
      }
    }
    out.write(bytes);
    out.flush();
  }
}
