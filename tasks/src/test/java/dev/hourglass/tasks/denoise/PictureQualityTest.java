package dev.hourglass.tasks.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.data.picture.Picture;
import dev.hourglass.tasks.picture.ImageQuality;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureQualityTest {
  @Test
  void psnr_is_twenty_decibels_where_all_is_off_by_a_tenth() {
    Picture clean = Pictures.discs(20, 20, 3, 1);
    float[] values = clean.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += i % 2 == 0 ? 0.1f : -0.1f;
    }
    assertThat(PictureQuality.of(clean, clean.withValues(values)).psnr())
        .isCloseTo(20, within(1e-4));
    PictureQuality same = PictureQuality.of(clean, clean);
    assertThat(same.psnr()).isEqualTo(ImageQuality.BEST_DECIBELS);
    assertThat(same.ssim()).isCloseTo(1, within(1e-9));
  }

  /** The definition, window by window. */
  private static double ssim(Picture a, Picture b) {
    int height = a.shape().height();
    int width = a.shape().width();
    double[][] window = new double[11][11];
    double total = 0;
    for (int y = 0; y < 11; y++) {
      for (int x = 0; x < 11; x++) {
        window[y][x] = Math.exp(-(Math.pow(y - 5, 2) + Math.pow(x - 5, 2)) / (2 * 1.5 * 1.5));
        total += window[y][x];
      }
    }
    double sum = 0;
    int places = 0;
    for (int top = 0; top + 11 <= height; top++) {
      for (int left = 0; left + 11 <= width; left++) {
        double ma = 0;
        double mb = 0;
        for (int y = 0; y < 11; y++) {
          for (int x = 0; x < 11; x++) {
            int i = (top + y) * width + left + x;
            ma += window[y][x] / total * a.values()[i];
            mb += window[y][x] / total * b.values()[i];
          }
        }
        double va = 0;
        double vb = 0;
        double cross = 0;
        for (int y = 0; y < 11; y++) {
          for (int x = 0; x < 11; x++) {
            int i = (top + y) * width + left + x;
            double weight = window[y][x] / total;
            va += weight * Math.pow(a.values()[i] - ma, 2);
            vb += weight * Math.pow(b.values()[i] - mb, 2);
            cross += weight * (a.values()[i] - ma) * (b.values()[i] - mb);
          }
        }
        sum +=
            (2 * ma * mb + 1e-4)
                * (2 * cross + 9e-4)
                / ((ma * ma + mb * mb + 1e-4) * (va + vb + 9e-4));
        places++;
      }
    }
    return sum / places;
  }

  @Test
  void ssim_is_as_defined() {
    Picture clean = Pictures.discs(24, 31, 1, 2);
    for (String noise : new String[] {"gaussian:0.1", "blur:1.5", "salt-pepper:0.2"}) {
      Picture damaged = NoiseMixture.parse(noise).apply(clean, 5, 0);
      assertThat(PictureQuality.of(clean, damaged).ssim())
          .as(noise)
          .isCloseTo(ssim(clean, damaged), within(1e-5));
    }
  }

  @Test
  void a_colour_counts_a_third_and_small_pictures_have_figures_too() {
    Picture one = Pictures.discs(24, 24, 1, 3);
    Picture noisy = NoiseMixture.parse("gaussian:0.2").apply(one, 1, 1);
    Picture clean = one.toRgb();
    Picture part = Picture.ofChannels(List.of(one, noisy, one));
    assertThat(PictureQuality.of(clean, part).ssim())
        .isCloseTo((2 + PictureQuality.of(one, noisy).ssim()) / 3, within(1e-6));
    Picture tiny = one.middle(1);
    assertThat(PictureQuality.of(tiny, tiny).ssim()).isCloseTo(1, within(1e-9));
    assertThatThrownBy(() -> PictureQuality.of(one, tiny))
        .hasMessageContaining("cannot be measured");
  }
}
