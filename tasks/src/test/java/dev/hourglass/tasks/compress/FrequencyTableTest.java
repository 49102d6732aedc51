package dev.hourglass.tasks.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Symbols come back, in about as many bits as their entropy. */
class FrequencyTableTest {
  @Test
  void symbols_take_their_entropy_and_strangers_come_back_too() {
    Random random = new Random(11);
    int[] symbols =
        IntStream.range(0, 20_000).map(_ -> (int) Math.round(3 * random.nextGaussian())).toArray();
    FrequencyTable table = FrequencyTable.of(symbols);
    RangeEncoder out = new RangeEncoder();
    for (int symbol : symbols) {
      table.write(symbol, out);
    }
    int[] strangers = {-1_000_000, 4_711, Integer.MAX_VALUE, Integer.MIN_VALUE};
    for (int symbol : strangers) {
      table.write(symbol, out);
    }
    byte[] bytes = out.finish();
    // A Gaussian of deviation 3, rounded: log2(3 * sqrt(2 pi e)) = 3.632 bits.
    assertThat(bytes.length * 8.0 / symbols.length).isBetween(3.55, 3.70);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    table.write(written);
    FrequencyTable read = FrequencyTable.read(ByteBuffer.wrap(written.toByteArray()));
    RangeDecoder in = new RangeDecoder(bytes, 0);
    for (int symbol : symbols) {
      assertThat(read.read(in)).isEqualTo(symbol);
    }
    for (int symbol : strangers) {
      assertThat(read.read(in)).isEqualTo(symbol);
    }
  }
}
