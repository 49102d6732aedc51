package dev.hourglass.tasks.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.data.dataset.SampleShape;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pixels come back as they went in, whatever they are. */
class PixelCodingTest {
  @Test
  void pixels_of_8_and_16_bits_come_back_with_and_without_a_reconstruction() {
    for (int most : new int[] {255, 65_535}) {
      for (int channels : new int[] {1, 3}) {
        for (boolean based : new boolean[] {false, true}) {
          check(SampleShape.image(channels, 9, 11), most, based);
        }
      }
    }
  }

  private static void check(SampleShape shape, int most, boolean based) {
    Random random = new Random(7);
    int[][] samples = new int[40][shape.features()];
    int[][] bases = new int[40][shape.features()];
    for (int i = 0; i < samples.length; i++) {
      for (int f = 0; f < shape.features(); f++) {
        // Smooth, extreme and noisy ones.
        samples[i][f] =
            switch (i % 3) {
              case 0 -> most * f / shape.features();
              case 1 -> random.nextBoolean() ? most : 0;
              default -> random.nextInt(most + 1);
            };
        bases[i][f] = based ? Math.clamp(samples[i][f] + random.nextInt(-9, 10), 0, most) : 0;
      }
    }
    RangeEncoder out = new RangeEncoder();
    PixelCoding writing =
        new PixelCoding(shape, most, SymbolCoder.writing(PixelCoding.mixer(14), out));
    for (int i = 0; i < samples.length; i++) {
      writing.sample(samples[i].clone(), bases[i]);
    }
    RangeDecoder in = new RangeDecoder(out.finish(), 0);
    PixelCoding reading =
        new PixelCoding(shape, most, SymbolCoder.reading(PixelCoding.mixer(14), in));
    for (int i = 0; i < samples.length; i++) {
      int[] back = new int[shape.features()];
      reading.sample(back, bases[i]);
      assertThat(back).as("sample %d, most %d, %s", i, most, shape).isEqualTo(samples[i]);
    }
  }
}
