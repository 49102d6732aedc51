package dev.hourglass.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of large offset keep the digits that tell them apart, from every kind of file. */
class DoublePrecisionTest {
  private static final int ROWS = 200;
  private static final PreparationOptions DEFAULTS = PreparationOptions.defaults();

  @TempDir Path folder;

  /** A column of large numbers beside one of small ones. */
  private Path npy(String descr, IntToDoubleFunction large) throws IOException {
    return npy(descr, "(" + ROWS + ", 2)", i -> i % 2 == 0 ? large.applyAsDouble(i / 2) : i % 7);
  }

  private Path npy(String descr, String shape, IntToDoubleFunction number) throws IOException {
    String head =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n".formatted(descr, shape);
    int count = IntStream.of(dimensions(shape)).reduce(1, Math::multiplyExact);
    ByteBuffer file = ByteBuffer.allocate(10 + head.length() + 8 * count);
    file.order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.putShort((short) head.length()).put(head.getBytes(StandardCharsets.US_ASCII));
    file.order(descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      double value = number.applyAsDouble(i);
      switch (descr.substring(1)) {
        case "u1", "b1" -> file.put((byte) (int) value);
        case "i4", "u4" -> file.putInt((int) (long) value);
        case "i8" -> file.putLong((long) value);
        default -> file.putDouble(value);
      }
    }
    byte[] bytes = new byte[file.position()];
    file.get(0, bytes);
    return Files.write(folder.resolve("array.npy"), bytes);
  }

  private static int[] dimensions(String shape) {
    return List.of(shape.replaceAll("[() ]", "").split(",")).stream()
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private Path csv(IntToDoubleFunction large) throws IOException {
    StringBuilder text = new StringBuilder("large,small\n");
    for (int i = 0; i < ROWS; i++) {
      text.append(new java.math.BigDecimal(large.applyAsDouble(i)).toPlainString());
      text.append(',').append((2 * i + 1) % 7).append('\n');
    }
    return Files.writeString(folder.resolve("table.csv"), text);
  }

  private static RawData read(Path path) {
    return DataReader.read(path, ReadOptions.defaults());
  }

  private static Preparation fit(RawData raw) {
    Map<String, Object> map = Preparation.fit(raw, DEFAULTS).toMap();
    return Preparation.fromMap(map);
  }

  private static long distinct(Dataset samples) {
    return IntStream.range(0, samples.size())
        .mapToDouble(i -> samples.row(i)[0])
        .distinct()
        .count();
  }

  @ParameterizedTest
  @CsvSource({
    "<i4, 1000000000, 1",
    "<u4, 4000000000, 1",
    ">i4, 1000000000, 1",
    "<i8, 1600000000000, 1",
    ">i8, 1600000000000, 1",
    "<f8, 1600000000, 0.25",
    ">f8, 1600000000, 0.25",
    "<f8, 1e15, 1",
  })
  void scaled_before_they_are_rounded(String descr, double offset, double step) throws IOException {
    DoubleUnaryOperator number = i -> offset + step * i;
    RawData array = read(npy(descr, number::applyAsDouble));
    RawData table = read(csv(number::applyAsDouble));
    for (RawData raw : List.of(array, table)) {
      Preparation preparation = fit(raw);
      Dataset samples = preparation.apply(raw);
      assertThat(distinct(samples)).isEqualTo(ROWS);
      for (int i = 0; i < ROWS; i++) {
        assertThat(samples.row(i)[0]).isEqualTo((float) (i / (ROWS - 1.0)));
        assertThat(preparation.unscale(samples.row(i))[0])
            .isEqualTo(number.applyAsDouble(i), within(step * ROWS * 1e-6));
        double text = Double.parseDouble(preparation.original(samples.row(i)).getFirst());
        assertThat(text).isEqualTo(number.applyAsDouble(i), within(step * ROWS * 1e-6));
      }
      assertThat(preparation.exceedsFloat32()).isTrue();
    }
    // Fitted on one kind of file, used on the other; whole or in part.
    assertThat(fit(table).apply(array).row(7)).containsExactly(fit(array).apply(table).row(7));
    int[] some = {3, 199, 7};
    assertThat(fit(array).apply(array.subset(some)).row(2))
        .containsExactly(fit(array).apply(array).subset(some).row(2));
  }

  @Test
  void standardised_too() throws IOException {
    RawData raw = read(npy("<i8", i -> 1_600_000_000_000.0 + i));
    Preparation preparation = Preparation.fit(raw, DEFAULTS.withScaling(Scaling.STANDARDIZE));
    Dataset samples = preparation.apply(raw);
    double deviation = Math.sqrt((ROWS * (double) ROWS - 1) / 12); // of ROWS numbers in a row
    for (int i = 0; i < ROWS; i++) {
      double expected = (i - (ROWS - 1) / 2.0) / deviation;
      assertThat((double) samples.row(i)[0]).isEqualTo(expected, within(1e-6));
    }
  }

  @Test
  void values_beyond_float32_are_scaled_or_named() throws IOException {
    RawData raw = read(npy("<f8", i -> 1e40 * i / (ROWS - 1)));
    Preparation preparation = fit(raw);
    assertThat(preparation.apply(raw).row(ROWS - 1)[0]).isEqualTo(1);
    assertThat(preparation.apply(raw).row(0)[0]).isZero();
    assertThat(preparation.unscale(new float[] {1, 0})[0]).isEqualTo(1e40, within(1e27));
    assertThat(preparation.original(new float[] {1, 0}).getFirst()).isEqualTo("1E+40");
    Preparation none = Preparation.fit(raw, DEFAULTS.withScaling(Scaling.NONE));
    assertThatThrownBy(() -> none.apply(raw))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("array.npy: row 7, feature 0")
        .hasMessageContaining("is 3.51")
        .hasMessageContaining("option 'scaling' = min-max");
  }

  @Test
  void a_range_wider_than_a_double_stays_between_its_limits() throws IOException {
    RawData raw = read(npy("<f8", i -> (i - 100) * 1.6e306));
    Dataset samples = fit(raw).apply(raw);
    for (int i = 0; i < ROWS; i++) {
      assertThat(samples.row(i)[0]).isBetween(0f, 2f);
    }
    assertThat(distinct(samples)).isEqualTo(ROWS);
  }

  @Test
  void a_constant_of_large_offset_comes_back_whole() throws IOException {
    RawData raw = read(npy("<i8", _ -> 1_234_567_890_123.0));
    Preparation preparation = fit(raw);
    assertThat(preparation.apply(raw).row(5)[0]).isZero();
    assertThat(preparation.original(new float[] {0, 0}).getFirst()).isEqualTo("1234567890123");
  }

  @Test
  void whole_numbers_that_a_double_rounds_are_counted() throws IOException {
    RawData raw = read(npy("<i8", i -> i < 3 ? 0 : 1L << 60));
    assertThat(raw.remarks()).isEmpty();
    Path path = folder.resolve("array.npy");
    byte[] bytes = Files.readAllBytes(path);
    bytes[bytes.length - 16] = 1; // the last large number ends in 1
    Files.write(path, bytes);
    assertThat(read(path).remarks())
        .containsExactly(
            path + ": 1 of 400 whole numbers lie beyond 2^53 and are rounded to 53 binary digits");
  }

  @Test
  void float64_within_0_and_1_is_left_alone() throws IOException {
    RawData raw = read(npy("<f8", "(4, 3)", i -> i / 11.0));
    Preparation preparation = fit(raw);
    assertThat(preparation.isIdentity()).isTrue();
    assertThat(preparation.apply(raw).row(3)).containsExactly(9 / 11f, 10 / 11f, 1);
  }

  @Test
  void bytes_that_are_no_picture_are_the_numbers_they_are() throws IOException {
    RawData flags = read(npy("|u1", "(50, 16)", i -> i * 7 / 3 % 2));
    RawData same = read(npy("|b1", "(50, 16)", i -> i * 7 / 3 % 2));
    assertThat(fit(flags).apply(flags).rows()).isDeepEqualTo(fit(same).apply(same).rows());
    RawData counts = read(npy("|u1", "(50, 16)", i -> i % 10));
    Preparation preparation = fit(counts);
    assertThat(preparation.apply(counts).row(0)[9]).isEqualTo(1);
    assertThat(preparation.remarks(counts)).isEmpty();
    assertThat(preparation.original(preparation.apply(counts).row(0)).get(9)).isEqualTo("9.0");
    RawData ages = read(npy("|u1", "(50, 3)", i -> i % 100 + 100));
    assertThat(fit(ages).apply(ages).rows()).hasDimensions(50, 3);
    assertThat(fit(ages).original(new float[3])).containsExactly("100.0", "100.0", "101.0");
  }

  @Test
  void bytes_that_are_pictures_are_divided() throws IOException {
    RawData pictures = read(npy("|u1", "(5, 8, 8)", i -> i % 256));
    Preparation preparation = fit(pictures);
    assertThat(preparation.isIdentity()).isTrue();
    assertThat(preparation.apply(pictures).row(1)[1]).isEqualTo(65 * (1f / 255));
    assertThat(preparation.remarks(pictures)).isEmpty();
    RawData flattened = read(npy("|u1", "(5, 64)", i -> i % 256));
    assertThat(fit(flattened).apply(flattened).row(1)[1]).isEqualTo(65 * (1f / 255));
    assertThat(fit(flattened).remarks(flattened).getFirst()).contains("divided by 255", "64");
    assertThat(preparation.apply(flattened).row(1)[1]).isEqualTo(65 * (1f / 255));
    RawData dark = read(npy("|u1", "(5, 8, 8)", i -> i % 17));
    assertThat(fit(dark).remarks(dark).getFirst()).contains("divided by 255", "none exceeds 16");
    RawData masks = read(npy("|u1", "(5, 8, 8)", i -> i % 3 == 0 ? 1 : 0));
    assertThat(fit(masks).apply(masks).row(0)[0]).isEqualTo(1);
  }
}
