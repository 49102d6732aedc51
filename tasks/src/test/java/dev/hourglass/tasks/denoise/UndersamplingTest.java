package dev.hourglass.tasks.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.tasks.TestKernels;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of a spectrum that were not measured, and what a model makes of the rest. */
class UndersamplingTest {
  private static final NoiseMixture FOURFOLD = NoiseMixture.parse("kspace:4");
  private static PictureDenoiser denoiser;

  @BeforeAll
  static void fit() {
    DenoiserOptions options = DenoiserOptions.defaults().withNoise(FOURFOLD).withEpochs(20);
    denoiser =
        PictureDenoiser.of(
            new DenoiserFitting(options, TestKernels.BEST, TrainingListener.SILENT)
                .fit(Pictures.bodies(80)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 12, 31, 64, 97, 100})
  void a_transform_of_any_length_is_the_sum_it_stands_for(int length) {
    SplittableRandom random = new SplittableRandom(length);
    double[] re = random.doubles(length).toArray();
    double[] im = random.doubles(length).toArray();
    double[] x = re.clone();
    double[] y = im.clone();
    FourierTransform transform = new FourierTransform(length);
    transform.forward(x, y);
    for (int k = 0; k < length; k++) {
      double sumX = 0;
      double sumY = 0;
      for (int j = 0; j < length; j++) {
        double angle = -2 * Math.PI * j * k / length;
        sumX += re[j] * Math.cos(angle) - im[j] * Math.sin(angle);
        sumY += re[j] * Math.sin(angle) + im[j] * Math.cos(angle);
      }
      assertThat(x[k]).isCloseTo(sumX, within(1e-10 * length));
      assertThat(y[k]).isCloseTo(sumY, within(1e-10 * length));
    }
    transform.backward(x, y);
    for (int k = 0; k < length; k++) {
      assertThat(x[k]).isCloseTo(re[k], within(1e-12));
      assertThat(y[k]).isCloseTo(im[k], within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 33, 128, 250})
  void a_quarter_of_the_lines_is_measured_with_all_about_the_middle(int height) {
    boolean[] lines = ColumnSpectrum.lines(height, 4, new SplittableRandom(1));
    long count = IntStream.range(0, height).filter(i -> lines[i]).count();
    assertThat(count).isBetween(height / 4L - 1, height / 4L + 2);
    for (int line = 1; line < height; line++) {
      assertThat(lines[line]).isEqualTo(lines[height - line]);
    }
    for (int line = 0; line <= Math.round(0.04 * height); line++) {
      assertThat(lines[line]).isTrue();
    }
    assertThat(ColumnSpectrum.lines(height, 4, new SplittableRandom(1))).isEqualTo(lines);
    assertThat(ColumnSpectrum.lines(height, 4, new SplittableRandom(2))).isNotEqualTo(lines);
    assertThat(ColumnSpectrum.lines(height, 1, new SplittableRandom(2))).doesNotContain(false);
  }

  /** By the definition: transform both ways, leave lines out, transform back. */
  @Test
  void zero_filling_is_the_inverse_transform_of_what_was_measured() {
    int height = 12;
    int width = 5;
    Picture clean = Pictures.discs(height, width, 1, 4);
    boolean[] lines = ColumnSpectrum.lines(height, 3, new SplittableRandom(9));
    float[] filled = clean.values().clone();
    ColumnSpectrum.undersample(filled, clean.shape(), 3, new SplittableRandom(9));
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int ky = 0; ky < height; ky++) {
          for (int kx = 0; kx < width && lines[ky]; kx++) {
            for (int v = 0; v < height; v++) {
              for (int u = 0; u < width; u++) {
                double angle =
                    2 * Math.PI * ((double) ky * (y - v) / height + (double) kx * (x - u) / width);
                sum += clean.values()[v * width + u] * Math.cos(angle) / (height * width);
              }
            }
          }
        }
        assertThat(filled[y * width + x]).isCloseTo((float) sum, within(1e-5f));
      }
    }
  }

  @Test
  void measured_lines_are_put_back_and_only_the_missing_ones_are_guessed() {
    SampleShape shape = SampleShape.image(3, 40, 20);
    Picture clean = Pictures.discs(40, 20, 3, 8);
    float[] given = clean.values().clone();
    ColumnSpectrum.undersample(given, shape, 4, new SplittableRandom(5));
    SplittableRandom random = new SplittableRandom(6);
    float[] mended = clean.values().clone();
    for (int i = 0; i < mended.length; i++) {
      mended[i] += (float) (0.05 * random.nextGaussian());
    }
    float[] back = mended.clone();
    ColumnSpectrum.putBack(given, back, shape);
    // Sampled alike again, it is what was given.
    float[] again = back.clone();
    ColumnSpectrum.undersample(again, shape, 4, new SplittableRandom(5));
    for (int i = 0; i < again.length; i++) {
      assertThat(again[i]).isCloseTo(given[i], within(1e-5f));
    }
    assertThat(error(back, clean.values())).isLessThan(0.8 * error(mended, clean.values()));
  }

  private static double error(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.pow(a[i] - b[i], 2);
    }
    return sum / a.length;
  }

  private static double decibels(double error) {
    return -10 * Math.log10(error);
  }

  @Test
  void phantoms_come_back_better_than_by_zero_filling() {
    double before = 0;
    double after = 0;
    double doubtful = 0;
    double sure = 0;
    int count = 12;
    for (int i = 0; i < count; i++) {
      Picture clean = Pictures.body(900 + i);
      Picture filled = FOURFOLD.apply(clean, 3, i);
      PictureDenoiser.Cleaned mended = denoiser.clean(filled);
      before += decibels(error(filled.values(), clean.values())) / count;
      after += decibels(error(mended.picture().values(), clean.values())) / count;
      float[] deviations = Uncertainty.of(denoiser, filled, mended).deviations();
      float[] sorted = deviations.clone();
      Arrays.sort(sorted);
      for (int p = 0; p < deviations.length; p++) {
        double off = Math.abs(mended.picture().values()[p] - clean.values()[p]);
        doubtful += deviations[p] > sorted[deviations.length * 4 / 5] ? off : 0;
        sure += deviations[p] < sorted[deviations.length / 5] ? off : 0;
      }
    }
    assertThat(after).isGreaterThan(before + 3);
    // Where it says that it guesses it is wrong more often.
    assertThat(doubtful).isGreaterThan(1.4 * sure);
  }

  @Test
  void an_image_of_which_nothing_is_missing_stays_as_it_is() {
    Picture whole = Pictures.discs(45, 38, 1, 77);
    float[] mended = denoiser.clean(whole).picture().values();
    assertThat(decibels(error(mended, whole.values()))).isGreaterThan(40);
  }

  @Test
  void a_picture_turned_any_way_comes_back() {
    Picture picture = Pictures.discs(7, 5, 3, 2);
    for (int way = 0; way < 8; way++) {
      Picture turned = Uncertainty.turned(picture, way);
      assertThat(Uncertainty.turned(turned, Uncertainty.inverse(way)).values())
          .isEqualTo(picture.values());
    }
    assertThat(Uncertainty.turned(picture, 5).shape()).isEqualTo(SampleShape.image(3, 5, 7));
  }

  @Test
  void a_factor_below_one_is_refused() {
    assertThatThrownBy(() -> NoiseMixture.parse("kspace:0.5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 or more");
    assertThat(NoiseMixture.parse("kspace").text()).isEqualTo("kspace:4");
  }
}
