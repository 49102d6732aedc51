package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.file.SectionCodec;
import dev.hourglass.autoencoder.file.StoredTensor;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StrictMap;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What the codes of each class look like, kept beside a conditional model, so that samples of a
 * class can be asked of the file alone. Of each class {@code N} the tensors {@code N.codes}, {@code
 * [Gaussians, 2]}, how many codes and axes each has, {@code N.means}, {@code [Gaussians, code]},
 * and {@code N.axes}, those of all Gaussians, one below the other.
 *
 * @param names of the classes
 * @param mixtures of each one's codes
 */
public record ClassDensitiesSection(List<String> names, List<CodeMixture> mixtures) {
  /** How it is kept in a model file. */
  public static final SectionCodec<ClassDensitiesSection> SECTION = new Codec();

  /** Copies both lists. */
  public ClassDensitiesSection {
    names = List.copyOf(names);
    mixtures = List.copyOf(mixtures);
  }

  /**
   * A model with what the codes of its classes look like beside it.
   *
   * @param training the samples that it was trained on, with labels; of a class with a single one
   *     nothing can be told, and then nothing is kept
   */
  public static ModelFile.Model beside(ModelFile.Model model, Dataset training, long seed) {
    int[] counts = training.labels().orElseThrow().counts();
    if (Arrays.stream(counts).anyMatch(count -> count < ClassDensities.FEWEST)) {
      return model;
    }
    ClassDensities fitted =
        ClassDensities.fit(model.autoencoder(), training, ClassDensities.USUAL_PARTS, seed);
    return model.withSection(SECTION, new ClassDensitiesSection(fitted.names(), fitted.mixtures()));
  }

  private static final class Codec implements SectionCodec<ClassDensitiesSection> {
    @Override
    public String name() {
      return "class-densities";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Section write(ClassDensitiesSection value) {
      SequencedMap<String, Block> tensors = new LinkedHashMap<>();
      for (int c = 0; c < value.mixtures.size(); c++) {
        List<CodeMixture.Component> components = value.mixtures.get(c).components();
        int size = value.mixtures.get(c).codeSize();
        Tensor codes = Tensor.allocate(components.size(), 2);
        Tensor means = Tensor.allocate(components.size(), size);
        Tensor axes =
            Tensor.allocate(components.stream().mapToInt(k -> k.axes().rows()).sum(), size);
        int at = 0;
        for (int k = 0; k < components.size(); k++) {
          CodeMixture.Component component = components.get(k);
          codes.set(k, 0, component.codes());
          codes.set(k, 1, component.axes().rows());
          means.slice(k, 1).copyFrom(component.mean());
          if (component.axes().rows() > 0) {
            axes.slice(at, component.axes().rows()).copyFrom(component.axes());
          }
          at += component.axes().rows();
        }
        tensors.put(c + ".codes", StoredTensor.matrix(codes));
        tensors.put(c + ".means", StoredTensor.matrix(means));
        tensors.put(c + ".axes", StoredTensor.matrix(axes));
      }
      return Section.of(1, BlueprintMap.ordered("classes", value.names), tensors);
    }

    @Override
    public ClassDensitiesSection read(Section section) {
      StrictMap map = new StrictMap(name(), section.content());
      List<String> names = map.finish(map.strings("classes"));
      List<CodeMixture> mixtures = new ArrayList<>();
      for (int c = 0; c < names.size(); c++) {
        mixtures.add(
            mixture(
                tensor(section, c + ".codes"),
                tensor(section, c + ".means"),
                tensor(section, c + ".axes")));
      }
      return new ClassDensitiesSection(names, mixtures);
    }

    private static Tensor tensor(Section section, String name) {
      return StoredTensor.of(name, section.tensor(name));
    }

    private static CodeMixture mixture(Tensor codes, Tensor means, Tensor axes) {
      if (codes.columns() != 2
          || codes.rows() != means.rows()
          || means.columns() != axes.columns()) {
        throw new IllegalArgumentException(
            "means %s, axes %s and counts %s do not belong together"
                .formatted(means.shape(), axes.shape(), codes.shape()));
      }
      List<CodeMixture.Component> components = new ArrayList<>();
      int at = 0;
      for (int k = 0; k < codes.rows(); k++) {
        int count = (int) codes.get(k, 0);
        int own = (int) codes.get(k, 1);
        if (own < 0 || own > axes.rows() - at) {
          throw new IllegalArgumentException(
              "Gaussian %d has %d axes, where %d are left".formatted(k, own, axes.rows() - at));
        }
        components.add(new CodeMixture.Component(count, means.slice(k, 1), axes.slice(at, own)));
        at += own;
      }
      if (at != axes.rows()) {
        throw new IllegalArgumentException(
            "%d axes are of no Gaussian".formatted(axes.rows() - at));
      }
      return new CodeMixture(components);
    }

    @Override
    public Section migrate(Section section) {
      throw new IllegalArgumentException("there is no older version");
    }
  }
}
