package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.file.SectionCodec;
import dev.hourglass.autoencoder.file.StoredTensor;
import dev.hourglass.base.Label;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StrictMap;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.anomaly.ThresholdRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a detector of images keeps in its model file.
 *
 * @param normal what normal images are like
 * @param calibration what they score
 * @param rule that made the threshold
 * @param fitted a hash of each image that was fitted, to tell whether one is asked about again
 */
record ImageDetectorSection(
    NormalImages normal, Calibration calibration, ThresholdRule rule, List<String> fitted) {
  static final SectionCodec<ImageDetectorSection> CODEC = new Codec();

  /** Itself and another one. */
  private static final int FEWEST_CODES = 2;

  /**
   * Refuses to stand beside a network for images of another shape.
   *
   * @throws ModelFileException naming the tensor that does not fit
   */
  ImageDetectorSection checkedFor(SampleShape shape) {
    checkColumns("errors", normal.errors(), shape.height() * shape.width());
    checkColumns("scale", normal.scale(), CoarseCode.size(shape));
    checkColumns("components", normal.components(), shape.features());
    return this;
  }

  private static void checkColumns(String name, Tensor tensor, int expected) {
    if (tensor.columns() != expected) {
      throw new ModelFileException(
          "the model's section '" + CODEC.name() + "'",
          ModelFileException.Kind.CORRUPT,
          "its tensor '%s' has %,d columns, but the network's images need %,d"
              .formatted(name, tensor.columns(), expected));
    }
  }

  private static final class Codec implements SectionCodec<ImageDetectorSection> {
    @Override
    public String name() {
      return "image-detector";
    }

    @Override
    public int version() {
      return 2;
    }

    @Override
    public Section write(ImageDetectorSection value) {
      Calibration calibration = value.calibration;
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("repairMean", calibration.repair().mean());
      map.put("repairDeviation", calibration.repair().deviation());
      map.put("neighboursMean", calibration.neighbours().mean());
      map.put("neighboursDeviation", calibration.neighbours().deviation());
      map.put("threshold", calibration.threshold());
      map.put("placeThreshold", calibration.placeThreshold());
      map.put("form", Label.of(value.normal.form()));
      map.put("rule", value.rule.text());
      map.put("fitted", value.fitted);
      SequencedMap<String, Block> tensors = new LinkedHashMap<>();
      tensors.put("errors", StoredTensor.matrix(value.normal.errors()));
      tensors.put("scale", StoredTensor.matrix(value.normal.scale()));
      tensors.put("codes", StoredTensor.matrix(value.normal.codes()));
      tensors.put("components", StoredTensor.matrix(value.normal.components()));
      return Section.of(version(), map, tensors);
    }

    @Override
    public ImageDetectorSection read(Section section) {
      StrictMap map = new StrictMap(name(), section.content());
      Calibration calibration =
          new Calibration(
              spread(map, "repairMean", "repairDeviation"),
              spread(map, "neighboursMean", "neighboursDeviation"),
              map.finite("threshold"),
              map.finite("placeThreshold"));
      NormalImages normal =
          new NormalImages(
              tensor(section, "errors"),
              tensor(section, "scale"),
              tensor(section, "codes"),
              tensor(section, "components"),
              Label.named(ScoreForm.class, map.string("form")));
      require(normal.errors().rows() == 2, "errors");
      require(normal.scale().rows() == 2, "scale");
      require(normal.codes().columns() == normal.scale().columns(), "codes");
      require(normal.codes().rows() >= FEWEST_CODES, "codes");
      require(normal.components().rows() > 0, "components");
      return map.finish(
          new ImageDetectorSection(
              normal, calibration, ThresholdRule.parse(map.string("rule")), map.strings("fitted")));
    }

    private static Calibration.Spread spread(StrictMap map, String mean, String deviation) {
      double width = map.finite(deviation);
      if (width <= 0) {
        throw map.refuse(deviation, "a number above 0", width);
      }
      return new Calibration.Spread(map.finite(mean), width);
    }

    private static Tensor tensor(Section section, String name) {
      Tensor stored = StoredTensor.of(name, section.tensor(name));
      Tensor aligned = Tensor.allocate(stored.rows(), stored.columns());
      aligned.copyFrom(stored);
      return aligned;
    }

    private static void require(boolean holds, String name) {
      if (!holds) {
        throw new IllegalArgumentException("its tensor '" + name + "' has not the size it needs");
      }
    }

    @Override
    public Section migrate(Section section) {
      Map<String, Object> map = new LinkedHashMap<>(section.content());
      map.put("form", Label.of(ScoreForm.SUM));
      return Section.of(2, map, section.tensors());
    }
  }
}
