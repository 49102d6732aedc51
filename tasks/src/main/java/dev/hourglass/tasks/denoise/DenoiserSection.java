package dev.hourglass.tasks.denoise;

import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.file.SectionCodec;
import dev.hourglass.base.StrictMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a denoiser of pictures knows of what it was fitted on, kept in its model file.
 *
 * @param noise drawn on clean pictures; empty where pairs were given
 * @param mostDetail the most fine detail ({@link NoiseEstimate#energy}) that all but a hundredth of
 *     the damaged pieces had
 */
public record DenoiserSection(Optional<NoiseMixture> noise, double mostDetail) {
  /** How it is kept in a model file. */
  public static final SectionCodec<DenoiserSection> CODEC = new Codec();

  private static final class Codec implements SectionCodec<DenoiserSection> {
    @Override
    public String name() {
      return "denoiser";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Section write(DenoiserSection value) {
      Map<String, Object> map = new LinkedHashMap<>();
      value.noise.ifPresent(noise -> map.put("noise", noise.text()));
      map.put("mostDetail", value.mostDetail);
      return Section.of(version(), map);
    }

    @Override
    public DenoiserSection read(Section section) {
      StrictMap map = new StrictMap(name(), section.content());
      double mostDetail = map.finite("mostDetail");
      if (mostDetail < 0) {
        throw map.refuse("mostDetail", "a number of 0 or more", mostDetail);
      }
      return map.finish(
          new DenoiserSection(map.optionalString("noise").map(NoiseMixture::parse), mostDetail));
    }

    @Override
    public Section migrate(Section section) {
      throw new IllegalArgumentException("there is no older version");
    }
  }
}
