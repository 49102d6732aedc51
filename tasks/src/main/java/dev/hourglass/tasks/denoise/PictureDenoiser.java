package dev.hourglass.tasks.denoise;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.infer.TiledReconstruction;
import dev.hourglass.data.picture.Picture;
import java.util.List;
import java.util.stream.IntStream;

/** Takes the noise out of pictures of any size, tile by tile. Safe to use from several threads. */
public final class PictureDenoiser {
  private final TiledReconstruction tiles;
  private final int channels;

  /**
   * Over a denoising model.
   *
   * @throws IllegalArgumentException with the reason, where it is made for one size
   */
  public PictureDenoiser(Autoencoder model) {
    this.tiles = new TiledReconstruction(model);
    this.channels = model.blueprint().shape().channels();
  }

  /**
   * A picture without its noise. A model of grey pictures takes a coloured one channel by channel;
   * one of coloured pictures a grey one as three equal channels, whose mean is given back.
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
