package dev.hourglass.tasks.denoise;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TiledReconstruction;
import dev.hourglass.data.picture.Picture;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Takes the noise out of pictures of any size, tile by tile. Safe to use from several threads. */
public final class PictureDenoiser {
  /** Detail beyond the noise that was fitted on, of which a model cannot know what to make. */
  private static final double FOREIGN = 4;

  /** The estimate of a variance may be off by this. */
  private static final double DOUBT = 2;

  /** Where less than this share of what a model takes for noise can be some, it is mistaken. */
  private static final double TOO_LITTLE = 0.1;

  private final TiledReconstruction tiles;
  private final int channels;
  private final Optional<DenoiserSection> fitted;

  /**
   * Over a denoising model.
   *
   * @throws IllegalArgumentException with the reason, where it is made for one size
   */
  public PictureDenoiser(Autoencoder model) {
    this(model, Optional.empty());
  }

  private PictureDenoiser(Autoencoder model, Optional<DenoiserSection> fitted) {
    this.tiles = new TiledReconstruction(model);
    this.channels = model.blueprint().shape().channels();
    this.fitted = fitted;
  }

  /**
   * Over a model file that may know what noise it was fitted on.
   *
   * @throws IllegalArgumentException with the reason, where it is made for one size
   */
  public static PictureDenoiser of(ModelFile.Model model) {
    return new PictureDenoiser(model.autoencoder(), model.section(DenoiserSection.CODEC));
  }

  /** What the model was fitted on, where it knows. */
  public Optional<DenoiserSection> fitted() {
    return fitted;
  }

  /**
   * A picture and what was made of it.
   *
   * @param picture without its noise, from 0 to 1
   * @param noise that was found in the given one
   * @param share of what the model took for noise that was taken away, 0 to 1: less than 1 where
   *     there is less noise than that
   */
  public record Cleaned(Picture picture, NoiseEstimate noise, double share) {}

  /**
   * Cleans a picture, carefully: a model that knows noise of single pixels takes no more away than
   * fine detail allows for, so that a picture with another flaw, such as blur, stays as it was; and
   * one fitted on other flaws leaves a picture alone that has far more detail than any of those.
   */
  public Cleaned clean(Picture noisy) {
    Picture clean = denoise(noisy);
    NoiseEstimate noise = NoiseEstimate.of(noisy);
    double share = fitted.map(known -> share(known, noise, taken(noisy, clean))).orElse(1.0);
    float[] values = clean.values();
    if (mendsLines()) {
      ColumnSpectrum.putBack(noisy.values(), values, noisy.shape());
    }
    for (int i = 0; i < values.length; i++) {
      double value = share == 1 ? values[i] : noisy.values()[i] * (1 - share) + values[i] * share;
      values[i] = (float) Math.clamp(value, 0.0, 1.0);
    }
    return new Cleaned(clean, noise, share);
  }

  /** Whether all noise that it knows hits each pixel by itself, as far as it knows any. */
  boolean knowsPixelNoise() {
    return fitted.flatMap(DenoiserSection::noise).map(NoiseMixture::isPixelwise).orElse(true);
  }

  /** Whether all that it knows is missing lines of the spectrum: the others are kept. */
  public boolean mendsLines() {
    return fitted.flatMap(DenoiserSection::noise).map(NoiseMixture::isUndersampling).orElse(false);
  }

  private static double share(DenoiserSection known, NoiseEstimate noise, double taken) {
    if (known.noise().map(NoiseMixture::isPixelwise).orElse(known.noisyAlone())) {
      double most =
          known.noise().map(NoiseMixture::isGaussian).orElse(false)
              ? Math.min(noise.energy(), DOUBT * noise.sigma() * noise.sigma())
              : noise.energy();
      double share = taken <= most ? 1 : most / taken;
      return share < TOO_LITTLE ? 0 : share;
    }
    return noise.energy() > FOREIGN * known.mostDetail() ? 0 : 1;
  }

  /** The mean square of what was taken away. */
  private static double taken(Picture noisy, Picture clean) {
    double sum = 0;
    for (int i = 0; i < noisy.values().length; i++) {
      double difference = (double) noisy.values()[i] - clean.values()[i];
      sum += difference * difference;
    }
    return sum / noisy.values().length;
  }

  /**
   * What the model makes of a picture. A model of grey pictures takes a coloured one channel by
   * channel; one of coloured pictures a grey one as three equal channels, whose mean is given back.
   */
  public Picture denoise(Picture noisy) {
    int own = noisy.shape().channels();
    if (own == channels) {
      return whole(noisy);
    }
    if (channels == 1) {
      return Picture.ofChannels(
          IntStream.range(0, own).mapToObj(c -> whole(noisy.channel(c))).toList());
    }
    Picture clean = whole(noisy.toRgb());
    List<Picture> parts = IntStream.range(0, channels).mapToObj(clean::channel).toList();
    float[] mean = new float[noisy.values().length];
    for (int i = 0; i < mean.length; i++) {
      for (Picture part : parts) {
        mean[i] += part.values()[i] / channels;
      }
    }
    return noisy.withValues(mean);
  }

  private Picture whole(Picture noisy) {
    return noisy.withValues(tiles.reconstruct(noisy.values(), noisy.shape()));
  }
}
