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
 * @param noise drawn on clean pictures; empty where pairs were given, or noisy ones alone
 * @param noisyAlone whether there was nothing but noisy pictures
 * @param mostDetail the most fine detail ({@link NoiseEstimate#energy}) that all but a hundredth of
 *     the damaged pieces had
 */
public record DenoiserSection(Optional<NoiseMixture> noise, boolean noisyAlone, double mostDetail) {
  /** How it is kept in a model file. */
  public static final SectionCodec<DenoiserSection> CODEC = new Codec();

  private static final class Codec implements SectionCodec<DenoiserSection> {
    @Override
    public String name() {
      return "denoiser";
    }

    @Override
    public int version() {
      return 2;
    }

    @Override
    public Section write(DenoiserSection value) {
      Map<String, Object> map = new LinkedHashMap<>();
      value.noise.ifPresent(noise -> map.put("noise", noise.text()));
      map.put("noisyAlone", value.noisyAlone);
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
          new DenoiserSection(
              map.optionalString("noise").map(NoiseMixture::parse),
              map.bool("noisyAlone"),
              mostDetail));
    }

    @Override
    public Section migrate(Section section) {
      // Version 1 knew no models of noisy pictures alone.
      Map<String, Object> map = new LinkedHashMap<>(section.content());
      map.put("noisyAlone", false);
      return Section.of(2, map, section.tensors());
    }
  }
}
