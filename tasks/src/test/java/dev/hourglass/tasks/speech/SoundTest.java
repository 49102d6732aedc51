package dev.hourglass.tasks.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoundTest {
  @TempDir Path folder;

  private static float[] noise(int length, long seed) {
    Random random = new Random(seed);
    float[] noise = new float[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (float) (0.2 * random.nextGaussian());
    }
    return noise;
  }

  @ParameterizedTest
  @CsvSource({"8,false,0.008", "16,false,0.00004", "24,false,2e-7", "32,false,1e-7", "32,true,0"})
  void recordings_come_back_as_they_were_written(int bits, boolean isFloat, double rounding) {
    float[][] channels = {noise(777, 1), noise(777, 2)};
    Recording recording = new Recording(channels, 22_050, new Recording.Form(bits, isFloat));
    Path file = folder.resolve("r.wav");
    WavFile.write(file, recording);
    Recording read = WavFile.read(file);
    assertThat(read.rate()).isEqualTo(22_050);
    assertThat(read.form()).isEqualTo(recording.form());
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < 777; i++) {
        float clipped = Math.clamp(channels[c][i], -1f, 1f);
        assertThat(read.channels()[c][i])
            .isCloseTo(isFloat ? channels[c][i] : clipped, within((float) rounding));
      }
    }
  }

  private Path resource(String name) throws IOException {
    try (InputStream in = SoundTest.class.getResourceAsStream("/" + name)) {
      return Files.write(folder.resolve(name), in.readAllBytes());
    }
  }

  /** Tones that libsndfile packed. */
  @Test
  void flac_is_read() throws IOException {
    Recording stereo = WavFile.read(resource("tones-24.flac"));
    assertThat(stereo.rate()).isEqualTo(44_100);
    assertThat(stereo.form()).isEqualTo(new Recording.Form(24, false));
    assertThat(stereo.channels()).hasDimensions(2, 700);
    Recording small = WavFile.read(resource("tone-8.flac"));
    assertThat(small.form().bits()).isEqualTo(8);
    for (int t = 0; t < 700; t++) {
      float left = (float) (0.4 * Math.sin(t / 9.0));
      float right = (float) (0.3 * Math.sin(t / 5.0) * Math.cos(t / 70.0));
      assertThat(stereo.channels()[0][t]).isCloseTo(left, within(2e-7f));
      assertThat(stereo.channels()[1][t]).isCloseTo(right, within(2e-7f));
      assertThat(small.channels()[0][t]).isCloseTo(left, within(0.008f));
    }
    assertThat(WavFile.in(folder)).hasSize(2);
  }

  @Test
  void damaged_flac_is_refused() throws IOException {
    byte[] whole = Files.readAllBytes(resource("tones-24.flac"));
    Path file = folder.resolve("damaged.flac");
    Random random = new Random(4);
    for (int i = 0; i < 300; i++) {
      byte[] damaged =
          Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
      if (damaged.length == whole.length) {
        damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, damaged);
      try {
        // What is told besides the samples may be hit: it still sounds the same.
        assertThat(WavFile.read(file).channels()[0]).hasSize(700);
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("damaged.flac");
      }
    }
  }

  @Test
  void what_is_no_recording_is_refused() throws IOException {
    Path text = Files.writeString(folder.resolve("no.wav"), "no sound");
    assertThatThrownBy(() -> WavFile.read(text)).hasMessageContaining("no.wav");
    Path nothing = Files.createFile(folder.resolve("nothing.wav"));
    assertThatThrownBy(() -> WavFile.read(nothing)).hasMessageContaining("nothing.wav: is empty");
    Path empty = folder.resolve("empty.wav");
    WavFile.write(empty, Recording.mono(new float[0], 8_000));
    assertThatThrownBy(() -> WavFile.read(empty)).hasMessageContaining("no samples");
    Path none = Files.createDirectory(folder.resolve("none"));
    assertThatThrownBy(() -> WavFile.in(none)).hasMessageContaining("no recordings");
  }

  @Test
  void a_recording_that_is_cut_short_is_refused_and_one_of_unknown_length_read()
      throws IOException {
    byte[] whole = WavFile.bytes(Recording.mono(noise(500, 1), 8_000));
    Path cut = Files.write(folder.resolve("cut.wav"), Arrays.copyOf(whole, whole.length - 200));
    assertThatThrownBy(() -> WavFile.read(cut))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "cut.wav: is cut short: 500 samples are said to be in it, but were 400");
    for (int unknown : new int[] {-1, Integer.MAX_VALUE, Integer.MAX_VALUE - 36}) {
      ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(40, unknown);
      Path live = Files.write(folder.resolve("live.wav"), whole);
      assertThat(WavFile.read(live).channels()[0]).hasSize(500);
    }
  }

  @Test
  void the_transform_is_the_sum_it_stands_for() {
    double[] real = new double[16];
    double[] imaginary = new double[16];
    Random random = new Random(3);
    for (int i = 0; i < 16; i++) {
      real[i] = random.nextGaussian();
      imaginary[i] = random.nextGaussian();
    }
    double[] re = real.clone();
    double[] im = imaginary.clone();
    new Fourier(16).transform(re, im, false);
    for (int k = 0; k < 16; k++) {
      double sumRe = 0;
      double sumIm = 0;
      for (int n = 0; n < 16; n++) {
        double angle = -2 * Math.PI * k * n / 16;
        sumRe += real[n] * Math.cos(angle) - imaginary[n] * Math.sin(angle);
        sumIm += real[n] * Math.sin(angle) + imaginary[n] * Math.cos(angle);
      }
      assertThat(re[k]).isCloseTo(sumRe, within(1e-12));
      assertThat(im[k]).isCloseTo(sumIm, within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 11_025, 16_000, 44_100, 48_000})
  void taken_apart_and_together_a_recording_is_itself(int rate) {
    float[] noise = noise(rate / 3, 4);
    int seen = Spectrogram.frequencies(8_000);
    float[] same = Spectrogram.of(noise, rate).filtered(seen, (_, into) -> Arrays.fill(into, 1));
    assertThat(same).hasSameSizeAs(noise);
    for (int i = 0; i < same.length; i++) {
      assertThat(same[i]).isCloseTo(noise[i], within(1e-5f));
    }
  }

  @Test
  void spectra_are_seen_at_the_same_frequencies_whatever_the_rate() {
    for (int rate : new int[] {8_000, 16_000, 48_000}) {
      float[] tone = new float[rate / 2];
      for (int i = 0; i < tone.length; i++) {
        tone[i] = (float) Math.sin(2 * Math.PI * 1_000 * i / rate);
      }
      float[] powers = new float[Spectrogram.frequencies(8_000)];
      Spectrogram.of(tone, rate).logPower(20, powers);
      int loudest = 0;
      for (int f = 0; f < powers.length; f++) {
        loudest = powers[f] > powers[loudest] ? f : loudest;
      }
      assertThat(loudest * Spectrogram.SPACING).as("%d Hz", rate).isEqualTo(1_000);
    }
  }

  /** Of a click nothing is heard at first, then a noise that dies away. */
  @Test
  void a_room_answers_later_and_ever_less() {
    float[] click = new float[8_000];
    click[100] = 1;
    double[] heard = Room.reverberation(click, 8_000, 3);
    for (int i = 0; i < 160; i++) {
      assertThat(heard[i]).isCloseTo(0, within(1e-9));
    }
    double[] energy = new double[4];
    for (int i = 0; i < 2_000; i++) {
      energy[i / 500] += heard[200 + i] * heard[200 + i];
    }
    assertThat(energy[0]).isPositive();
    for (int part = 1; part < 4; part++) {
      assertThat(energy[part]).isLessThan(energy[part - 1]);
    }
    assertThat(Room.reverberation(click, 8_000, 3)).isEqualTo(heard);
    assertThat(Room.reverberation(click, 8_000, 4)).isNotEqualTo(heard);
    assertThat(Room.reverberation(new float[] {0.5f}, 8_000, 3)).hasSize(1);
  }

  @Test
  void noise_has_the_strength_and_colour_asked_for() {
    float[] voice = noise(16_000, 5);
    Mixing mixing = new Mixing(List.of(voice), 8_000, List.of(), 1);
    for (NoiseKind kind :
        List.of(
            new NoiseKind.White(),
            new NoiseKind.Pink(),
            new NoiseKind.Hum(),
            new NoiseKind.Reverberation())) {
      float[] noise = Mixing.scaled(voice, mixing.noise(kind, voice, 0, 7), 6);
      double signal = 0;
      double added = 0;
      for (int i = 0; i < 16_000; i++) {
        signal += (double) voice[i] * voice[i];
        added += (double) noise[i] * noise[i];
      }
      assertThat(10 * Math.log10(signal / added)).isCloseTo(6, within(1e-3));
    }
    Spectrogram pink =
        Spectrogram.of(
            Mixing.scaled(voice, mixing.noise(new NoiseKind.Pink(), voice, 0, 8), 0), 8_000);
    double low = 0;
    double high = 0;
    for (int t = 0; t < pink.frames(); t++) {
      double[] powers = pink.powers(t);
      for (int b = 8; b < 16; b++) {
        low += powers[b];
      }
      for (int b = 64; b < 128; b++) {
        high += powers[b];
      }
    }
    assertThat(low / high).as("an octave is as loud as any other").isBetween(0.7, 1.4);
    assertThatThrownBy(() -> new Mixing(List.of(voice), 8_000, NoiseKind.usual(), 1))
        .hasMessageContaining("babble");
    assertThatThrownBy(() -> NoiseKind.parse("brown")).hasMessageContaining("'brown'");
  }

  @Test
  void another_rate_keeps_a_tone() {
    float[] tone = new float[4_000];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) Math.sin(2 * Math.PI * 440 * i / 8_000);
    }
    float[] faster = Resampling.to(10_000, tone, 8_000);
    assertThat(faster).hasSize(5_000);
    for (int i = 500; i < 4_500; i++) {
      assertThat(faster[i])
          .isCloseTo((float) Math.sin(2 * Math.PI * 440 * i / 10_000), within(2e-3f));
    }
  }
}
