package dev.hourglass.autoencoder.file;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StrictMap;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What a use such as anomaly detection keeps beside a model; a toy with all that a real one needs.
 *
 * @param threshold above which a sample is strange
 * @param share of the training samples below it; version 1 kept a percentile
 * @param mean of the errors, per feature
 */
@SuppressWarnings("ArrayRecordComponent") // compared by what a test takes out of it
record ThresholdSection(double threshold, double share, float[] mean) {
  static final SectionCodec<ThresholdSection> CODEC =
      new SectionCodec<>() {
        @Override
        public String name() {
          return "threshold";
        }

        @Override
        public int version() {
          return 2;
        }

        @Override
        public Section write(ThresholdSection value) {
          SequencedMap<String, Block> tensors = new LinkedHashMap<>();
          tensors.put("mean", Block.of(value.mean, (long) value.mean.length));
          return Section.of(
              2, BlueprintMap.ordered("threshold", value.threshold, "share", value.share), tensors);
        }

        @Override
        public ThresholdSection read(Section section) {
          StrictMap map = new StrictMap("threshold", section.content());
          return map.finish(
              new ThresholdSection(
                  map.finite("threshold"),
                  map.finite("share"),
                  section.tensor("mean").bytes().toArray(ValueLayout.JAVA_FLOAT)));
        }

        @Override
        public Section migrate(Section section) {
          StrictMap map = new StrictMap("threshold", section.content());
          return Section.of(
              2,
              map.finish(
                  BlueprintMap.ordered(
                      "threshold",
                      map.finite("threshold"),
                      "share",
                      map.finite("percentile") / 100)),
              section.tensors());
        }
      };
}
