package dev.hourglass.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.picture.ImageSize;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigitsTest {

  @Test
  void a_larger_set_begins_with_a_smaller_one() {
    Digits small = Digits.generate(50, 9);
    Digits large = Digits.generate(200, 9);
    for (int i = 0; i < 50; i++) {
      assertThat(small.row(i)).isEqualTo(large.row(i));
      assertThat(small.factors()[i]).isEqualTo(large.factors()[i]);
    }
    assertThat(Digits.generate(50, 10).row(0)).isNotEqualTo(small.row(0));
  }

  @Test
  void some_of_them_are_stored_as_all_of_them_are() {
    Digits digits = Digits.generate(20, 4);
    int[] rows = {3, 17};
    assertThat(digits.asStored().subset(rows).row(1))
        .isEqualTo(digits.subset(rows).asStored().row(1))
        .satisfies(
            row ->
                assertThat(IntStream.range(0, 784).mapToDouble(f -> row[f]).max().orElse(0))
                    .isGreaterThan(200));
  }

  @Test
  void classes_come_in_equal_parts_and_are_the_first_factor() {
    Digits digits = Digits.generate(1000, 1);
    Labels labels = digits.labels().orElseThrow();
    assertThat(labels.counts()).containsOnly(100);
    assertThat(digits.factorNames()).hasSameSizeAs(digits.factors()[0]).startsWith("class");
    for (int i = 0; i < 1000; i++) {
      assertThat(digits.factors()[i][0]).isEqualTo(labels.values()[i]);
    }
  }

  @Test
  void digits_have_ink_inside_the_frame() {
    Digits digits = Digits.generate(500, 3);
    double total = 0;
    double outside = 0;
    for (int i = 0; i < 500; i++) {
      float[] row = digits.row(i);
      double sum = 0;
      for (int p = 0; p < row.length; p++) {
        sum += row[p];
        boolean edge = p < 28 || p >= 27 * 28 || p % 28 == 0 || p % 28 == 27;
        outside += edge ? row[p] : 0;
      }
      assertThat(sum).isBetween(10.0, 300.0);
      total += sum / 784;
    }
    assertThat(outside / 500).as("ink per digit in the outermost pixels").isLessThan(0.05);
    assertThat(total / 500).isEqualTo(0.13, within(0.02)); // MNIST has 0.1307
  }

  @Test
  void digits_of_a_class_resemble_each_other_more_than_others() {
    Digits training = Digits.generate(2000, 1);
    Digits test = Digits.generate(200, 2);
    float[][] known = training.rows();
    int right = 0;
    for (int i = 0; i < test.size(); i++) {
      float[] row = test.row(i);
      int nearest = 0;
      double least = Double.MAX_VALUE;
      for (int k = 0; k < known.length; k++) {
        double distance = 0;
        for (int p = 0; p < row.length; p++) {
          double d = row[p] - known[k][p];
          distance += d * d;
        }
        if (distance < least) {
          least = distance;
          nearest = k;
        }
      }
      int guess = training.labels().orElseThrow().values()[nearest];
      right += guess == test.labels().orElseThrow().values()[i] ? 1 : 0;
    }
    assertThat(right).isGreaterThan(180);
  }

  @Test
  void the_reader_knows_them_by_name() {
    RawData raw = DataReader.read("digits:30:4", ReadOptions.defaults());
    assertThat(raw.size()).isEqualTo(30);
    assertThat(raw.labels()).isPresent();
    assertThat(((RawData.Array) raw).samples().row(7)).isEqualTo(Digits.generate(30, 4).row(7));
    ReadOptions small = ReadOptions.defaults().withResize(new ImageSize(14, 14)).withLimit(10);
    RawData.Array resized = (RawData.Array) DataReader.read("digits:30", small);
    assertThat(resized.samples().shape()).isEqualTo(SampleShape.image(1, 14, 14));
    assertThat(resized.size()).isEqualTo(10);
    for (String wrong :
        new String[] {"digits:", "digits:0", "digits:x", "digits:5:", "digits:-5"}) {
      assertThatThrownBy(() -> DataReader.read(wrong, ReadOptions.defaults()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("'" + wrong + "'");
    }
  }
}
