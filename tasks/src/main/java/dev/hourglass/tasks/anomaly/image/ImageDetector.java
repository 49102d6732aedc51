package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Fingerprint;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Says how unlike normal images others are, and where. The score is the sum of two parts, each in
 * deviations of what normal images have that were not fitted: how much the network would repair in
 * the twentieth of the image that it would change most, as far as that is more than normal images
 * may have, and how far the image, seen from afar, is from its nearest normal ones.
 */
public final class ImageDetector {
  /** The share of the places that the repair's part looks at. */
  static final double WORST_SHARE = 0.05;

  /** Images at once. */
  private static final int BLOCK = 16;

  private final ModelFile.Model model;
  private final ImageDetectorSection section;

  ImageDetector(ModelFile.Model model) {
    this.model = model;
    this.section = model.section(ImageDetectorSection.CODEC).orElseThrow().checkedFor(shape());
  }

  /** Whether a model is one. */
  public static boolean is(ModelFile.Model model) {
    return model.sections().containsKey(ImageDetectorSection.CODEC.name());
  }

  /**
   * Reads a detector.
   *
   * @throws ModelFileException when the file is missing or damaged
   * @throws IllegalArgumentException when it is a model of another kind
   */
  public static ImageDetector load(Path file, Kernels kernels) {
    ModelFile.Model model = ModelFile.read(file, kernels);
    if (!is(model)) {
      throw new IllegalArgumentException(
          file + ": is no detector of images; 'detect images fit' makes one");
    }
    return new ImageDetector(model);
  }

  /** The model with all that it keeps. */
  public ModelFile.Model model() {
    return model;
  }

  /** What its images look like. */
  public SampleShape shape() {
    return model.autoencoder().blueprint().shape();
  }

  /** Scores above are flagged. */
  public double threshold() {
    return section.calibration().threshold();
  }

  /** In a map, places above belong to a region. */
  public double placeThreshold() {
    return section.calibration().placeThreshold();
  }

  /**
   * An image that was looked at.
   *
   * @param score of the whole
   * @param map deviations of the error from normal images', place by place, height × width of
   *     {@link #shape}
   * @param byComponents the baseline: the mean squared error that principal components leave
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Seen(ImageScore score, float[] map, double byComponents) {}

  /**
   * Looks at images.
   *
   * @param images of {@link #shape}, with values from 0 to 1
   * @param files the shape of each in its file, for boxes; {@link #shape} itself where they were
   *     not resized
   */
  public List<Seen> look(Dataset images, List<SampleShape> files) {
    List<Seen> seen = new ArrayList<>();
    Calibration calibration = section.calibration();
    forEach(
        model.autoencoder(),
        images,
        (row, image, repaired) -> {
          NormalImages normal = section.normal();
          Evidence evidence =
              Evidence.of(
                  normal.errorsOf(image, repaired, shape()), normal.distance(image, shape()));
          double repair = calibration.repair().standard(evidence.repair());
          double neighbours = calibration.neighbours().standard(evidence.neighbours());
          double score = normal.form().score(repair, neighbours);
          float[] map = evidence.map().values();
          seen.add(
              new Seen(
                  new ImageScore(
                      score,
                      repair,
                      neighbours,
                      score > calibration.threshold(),
                      Regions.of(map, shape(), calibration.placeThreshold(), files.get(row))),
                  map,
                  normal.leftByComponents(image)));
        });
    return seen;
  }

  /**
   * What is made of an image.
   *
   * @param repaired by the network
   * @param byComponents rebuilt of the principal components of normal images: the baseline
   */
  @SuppressWarnings("ArrayRecordComponent") // drawn and thrown away
  public record Views(float[] repaired, float[] byComponents) {}

  /**
   * Shows what is made of an image.
   *
   * @param image of {@link #shape}, with values from 0 to 1
   */
  public Views views(float[] image) {
    return new Views(
        model.autoencoder().reconstruct(Dataset.ofFloats(image, shape())).row(0),
        section.normal().rebuilt(image));
  }

  /** For each of these images, whether it is one that was fitted. */
  public boolean[] fitted(Dataset images) {
    Set<String> known = new HashSet<>(section.fitted());
    boolean[] fitted = new boolean[images.size()];
    for (int i = 0; i < fitted.length; i++) {
      fitted[i] = known.contains(hash(images, i));
    }
    return fitted;
  }

  static String hash(Dataset images, int row) {
    return Fingerprint.of(images.subset(new int[] {row})).text();
  }

  /** What is done with an image and what the network makes of it. */
  @FunctionalInterface
  interface Work {
    void of(int row, float[] image, float[] repaired);
  }

  static void forEach(Autoencoder network, Dataset images, Work work) {
    for (int from = 0; from < images.size(); from += BLOCK) {
      int first = from;
      int[] rows =
          IntStream.range(0, Math.min(BLOCK, images.size() - from)).map(i -> first + i).toArray();
      Dataset block = images.subset(rows);
      Tensor repaired = network.reconstruct(block);
      for (int i = 0; i < rows.length; i++) {
        work.of(first + i, block.row(i), repaired.row(i));
      }
    }
  }

  /**
   * What is measured of an image.
   *
   * @param map of errors in deviations
   * @param repair the logarithm of the worst places' mean error, in deviations above the least
   * @param neighbours the logarithm of the distance
   */
  record Evidence(ErrorMap map, double repair, double neighbours) {
    /** Keeps the logarithm of what is no number above 0 from being one. */
    private static final double SHIFT = 3;

    private static final double LEAST = 1e-3;

    static Evidence of(ErrorMap map, double distance) {
      return new Evidence(
          map,
          Math.log(Math.max(LEAST, map.top(WORST_SHARE) + SHIFT)),
          Math.log(Math.max(LEAST, distance)));
    }
  }
}
