package dev.hourglass.tasks.compress;

import dev.hourglass.tasks.picture.ImageQuality;
import java.util.Optional;

/**
 * How like the data is what comes back.
 *
 * @param psnr the mean of the samples' peak signal-to-noise ratios, dB, where they are images; a
 *     sample that comes back exactly counts as 100 dB
 * @param ssim the mean of the samples' structural similarities, where they are images
 */
public record Quality(Optional<Double> psnr, Optional<Double> ssim) {
  /** Of what is no image, or comes back exactly. */
  static final Quality UNTOLD = new Quality(Optional.empty(), Optional.empty());

  /** The means of what was measured. */
  static Quality of(ImageQuality measured) {
    return new Quality(Optional.of(measured.psnr()), Optional.of(measured.ssim()));
  }
}
