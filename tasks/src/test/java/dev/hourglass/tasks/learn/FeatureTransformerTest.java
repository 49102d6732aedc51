package dev.hourglass.tasks.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.tasks.TestKernels;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows to codes and back, in the rows' own units. */
class FeatureTransformerTest {
  /** Two numbers make six, of very different size. */
  private static float[][] rows(int count, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      double u = random.nextDouble();
      double v = random.nextDouble();
      rows[i] =
          new float[] {
            (float) (1000 * u),
            (float) v,
            (float) (u + v),
            (float) (500 - 300 * v),
            (float) (u - v),
            7
          };
    }
    return rows;
  }

  @Test
  void codes_lead_back_to_the_rows() {
    FeatureTransformer transformer =
        FeatureTransformer.fit(rows(400, 1), Preset.UNDERCOMPLETE, TestKernels.BEST);
    float[][] others = rows(50, 2);
    float[][] codes = transformer.transform(others);
    assertThat(codes).hasDimensions(50, transformer.codeSize());
    assertThat(transformer.codeSize()).isEqualTo(2);
    float[][] back = transformer.inverse(codes);
    double squares = 0;
    for (int i = 0; i < back.length; i++) {
      squares += Math.pow(back[i][0] - others[i][0], 2);
      assertThat(back[i][5]).isBetween(6.9f, 7.1f);
    }
    assertThat(Math.sqrt(squares / back.length)).isLessThan(30);
    FeatureTransformer read =
        new FeatureTransformer(
            ModelFile.read(ModelFile.toBytes(transformer.model()), TestKernels.BEST));
    assertThat(read.transform(others)).isDeepEqualTo(codes);
    assertThatThrownBy(() -> transformer.transform(new float[][] {{1, 2}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 columns", "fitted on 6");
    assertThat(transformer.transform(new float[0][])).isEmpty();
  }
}
