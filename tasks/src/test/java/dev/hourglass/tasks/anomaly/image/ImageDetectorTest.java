package dev.hourglass.tasks.anomaly.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.file.StoredTensor;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.picture.Picture;
import dev.hourglass.data.raw.ReadingListener;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import dev.hourglass.tasks.anomaly.ThresholdRule;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDetectorTest {
  private static final int LESIONS = 40;

  private static ImageDetector detector;
  private static final double[][] PLACES = new double[LESIONS][2];

  @TempDir Path folder;

  @BeforeAll
  static void fit() {
    detector = fitting(40).fit(normal(80, 0));
  }

  private static ImageDetectorFitting fitting(int epochs) {
    return new ImageDetectorFitting(
        ImageDetectorOptions.defaults().withEpochs(epochs),
        TestKernels.BEST,
        TrainingListener.SILENT);
  }

  private static Dataset normal(int count, int first) {
    return Phantoms.of(
        IntStream.range(first, first + count).mapToObj(Phantoms::normal).toArray(float[][]::new));
  }

  /** As many with a lesion of 3 pixels as without. */
  private static Dataset labelled() {
    float[][] images = new float[2 * LESIONS][];
    String[] labels = new String[2 * LESIONS];
    for (int i = 0; i < LESIONS; i++) {
      images[i] = Phantoms.withLesion(5_000 + i, 3, 0.25, PLACES[i]);
      labels[i] = "lesion";
      images[LESIONS + i] = Phantoms.normal(9_000 + i);
      labels[LESIONS + i] = "healthy";
    }
    return Phantoms.of(images).withLabels(Labels.of(List.of(labels)));
  }

  @Test
  void lesions_are_told_from_their_absence_and_found_where_they_are() {
    Dataset images = labelled();
    ImageDetectionEvaluation evaluation = ImageDetectionEvaluation.of(detector, images, "healthy");
    assertThat(evaluation.ranking().rocAuc()).isGreaterThan(0.95);
    assertThat(evaluation.parts()).containsOnlyKeys("repair", "neighbours", "pca");
    assertThat(evaluation.outcome().anomalies()).isEqualTo(LESIONS);
    assertThat(evaluation.fitted()).isZero();
    List<ImageDetector.Seen> seen =
        detector.look(images, Collections.nCopies(images.size(), Phantoms.SHAPE));
    int found = 0;
    for (int i = 0; i < LESIONS; i++) {
      double x = PLACES[i][0];
      double y = PLACES[i][1];
      found +=
          seen.get(i).score().regions().stream()
                  .limit(1)
                  .anyMatch(
                      r ->
                          x >= r.x()
                              && x <= r.x() + r.width()
                              && y >= r.y()
                              && y <= r.y() + r.height())
              ? 1
              : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(LESIONS * 9 / 10);
    List<Optional<DefectMasks.Mask>> masks =
        IntStream.range(0, images.size()).mapToObj(ImageDetectorTest::mask).toList();
    RegionOverlap overlap =
        RegionOverlap.of(seen.stream().map(ImageDetector.Seen::map).toList(), Phantoms.SHAPE, masks)
            .orElseThrow();
    assertThat(overlap.regions()).isEqualTo(LESIONS);
    assertThat(overlap.pro()).isGreaterThan(0.9);
  }

  private static Optional<DefectMasks.Mask> mask(int image) {
    if (image >= LESIONS) {
      return Optional.empty();
    }
    boolean[] values = new boolean[Phantoms.SIDE * Phantoms.SIDE];
    for (int i = 0; i < values.length; i++) {
      double x = i % Phantoms.SIDE - PLACES[image][0];
      double y = i / Phantoms.SIDE - PLACES[image][1];
      values[i] = Math.hypot(x, y) <= 3;
    }
    return Optional.of(new DefectMasks.Mask(values, Phantoms.SHAPE));
  }

  @Test
  void a_detector_is_the_same_out_of_its_file_and_knows_what_it_was_fitted_on() {
    Path file = folder.resolve("detector.safetensors");
    ModelFile.write(file, detector.model());
    ImageDetector read = ImageDetector.load(file, TestKernels.BEST);
    Dataset images = normal(3, 500);
    List<SampleShape> shapes = Collections.nCopies(3, Phantoms.SHAPE);
    assertThat(read.look(images, shapes).get(1).score())
        .isEqualTo(detector.look(images, shapes).get(1).score());
    assertThat(read.threshold()).isEqualTo(detector.threshold());
    assertThat(read.fitted(normal(2, 79))).containsExactly(true, false);
  }

  @Test
  void a_detector_of_the_first_version_goes_on_as_it_was_fitted() {
    Section whole = detector.model().sections().get(ImageDetectorSection.CODEC.name());
    Map<String, Object> content = new LinkedHashMap<>(whole.content());
    content.remove("form");
    Section old = Section.of(1, content, whole.tensors());
    ImageDetectorSection read =
        ImageDetectorSection.CODEC.read(ImageDetectorSection.CODEC.migrate(old));
    NormalImages normal = read.normal();
    assertThat(normal.form()).isEqualTo(ScoreForm.SUM);
    float[] image = normal(1, 700).row(0);
    float[] code = CoarseCode.of(image, Phantoms.SHAPE);
    double[] squares = new double[normal.codes().rows()];
    for (int row = 0; row < squares.length; row++) {
      for (int i = 0; i < code.length; i++) {
        double own = (code[i] - normal.scale().get(0, i)) / normal.scale().get(1, i);
        squares[row] += Math.pow(own - normal.codes().get(row, i), 2);
      }
    }
    Arrays.sort(squares);
    assertThat(normal.distance(image, Phantoms.SHAPE))
        .isCloseTo(Math.sqrt(squares[4]), within(1e-4));
    assertThat(ScoreForm.SUM.score(1.5, -0.5)).isEqualTo(1);
    assertThat(ScoreForm.ROBUST.score(1.5, -0.5)).isEqualTo(-0.5);
    assertThat(ScoreForm.ROBUST.score(5, -0.5)).isEqualTo(2.5);
  }

  private void assertRefused(Section damaged, String words) {
    ModelFile.Model model = detector.model();
    Path file = folder.resolve("damaged.safetensors");
    ModelFile.write(
        file,
        new ModelFile.Model(
            model.autoencoder(),
            model.preparation(),
            model.training(),
            model.provenance(),
            Map.of(ImageDetectorSection.CODEC.name(), damaged)));
    assertThatThrownBy(() -> ImageDetector.load(file, TestKernels.BEST))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("image-detector")
        .hasMessageContaining(words);
  }

  @Test
  void a_section_that_lacks_something_or_does_not_fit_is_refused_by_name() {
    Section whole = detector.model().sections().get(ImageDetectorSection.CODEC.name());
    for (String key : whole.content().keySet()) {
      Map<String, Object> content = new LinkedHashMap<>(whole.content());
      content.remove(key);
      assertRefused(Section.of(2, content, whole.tensors()), key);
    }
    for (String name : whole.tensors().keySet()) {
      SequencedMap<String, Block> fewer = new LinkedHashMap<>(whole.tensors());
      fewer.remove(name);
      assertRefused(new Section(2, whole.json(), fewer), name);
      SequencedMap<String, Block> narrow = new LinkedHashMap<>(whole.tensors());
      narrow.put(name, StoredTensor.matrix(Tensor.allocate(2, 3)));
      assertRefused(new Section(2, whole.json(), narrow), "tensor '");
    }
    Map<String, Object> flat = new LinkedHashMap<>(whole.content());
    flat.put("repairDeviation", 0.0);
    assertRefused(Section.of(2, flat, whole.tensors()), "repairDeviation");
    assertRefused(new Section(3, whole.json(), whole.tensors()), "version 3");
  }

  @Test
  void a_changed_byte_of_what_is_kept_is_noticed() throws IOException {
    Path file = folder.resolve("changed.safetensors");
    ModelFile.write(file, detector.model());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1000] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> ImageDetector.load(file, TestKernels.BEST))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("changed.safetensors");
  }

  @Test
  void images_kept_aside_are_judged_by_their_distance_from_all_but_themselves() {
    ImageDetectorSection section =
        detector.model().section(ImageDetectorSection.CODEC).orElseThrow();
    Tensor codes = section.normal().codes();
    Tensor scale = section.normal().scale();
    Dataset images = normal(80, 0);
    double[] logarithms =
        IntStream.range(0, 80)
            .filter(row -> row % 5 == 4)
            .mapToDouble(
                row ->
                    IntStream.range(0, 80)
                        .filter(other -> other != row)
                        .mapToDouble(
                            other ->
                                Arrays.stream(CoarseCode.ofMoved(images.row(row), Phantoms.SHAPE))
                                    .mapToDouble(code -> distance(code, codes.row(other), scale))
                                    .min()
                                    .orElseThrow())
                        .sorted()
                        .skip(4)
                        .map(Math::log)
                        .findFirst()
                        .orElseThrow())
            .toArray();
    double mean = Arrays.stream(logarithms).average().orElseThrow();
    assertThat(section.calibration().neighbours().mean()).isCloseTo(mean, within(1e-5));
  }

  private static double distance(float[] code, float[] standardised, Tensor scale) {
    double sum = 0;
    for (int i = 0; i < code.length; i++) {
      sum += Math.abs((code[i] - scale.get(0, i)) / scale.get(1, i) - standardised[i]);
    }
    return sum;
  }

  @Test
  void it_is_said_where_images_are_too_few_for_a_rule() {
    ThresholdRule hundredth = new ThresholdRule.Quantile(0.99);
    assertThat(new ImageSplit(19).doubt(hundredth).orElseThrow()).contains("none is kept aside");
    assertThat(new ImageSplit(300).doubt(hundredth).orElseThrow())
        .contains("60 images kept aside", "one normal image in 61", "495 images");
    assertThat(new ImageSplit(494).doubt(hundredth)).isPresent();
    assertThat(new ImageSplit(495).doubt(hundredth)).isEmpty();
    assertThat(new ImageSplit(50).doubt(new ThresholdRule.Quantile(0.9))).isEmpty();
  }

  @Test
  void boxes_are_told_in_pixels_of_the_file() {
    float[] map = new float[Phantoms.SIDE * Phantoms.SIDE];
    for (int y = 10; y < 14; y++) {
      for (int x = 20; x < 30; x++) {
        map[y * Phantoms.SIDE + x] = y == 12 && x == 22 ? 9 : 5;
      }
    }
    map[0] = 6;
    map[Phantoms.SIDE * Phantoms.SIDE - 1] = 4;
    assertThat(Regions.of(map, Phantoms.SHAPE, 4, SampleShape.image(1, 96, 144)))
        .containsExactly(
            new ImageScore.Region(60, 20, 30, 8, 9), new ImageScore.Region(0, 0, 3, 2, 6));
  }

  @Test
  void a_heat_map_colours_what_is_odd_and_leaves_the_rest() {
    float[] map = new float[Phantoms.SIDE * Phantoms.SIDE];
    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 10; x++) {
        map[y * Phantoms.SIDE + x] = 50;
      }
    }
    Picture image = new Picture(new float[96 * 96], SampleShape.image(1, 96, 96), 8);
    Picture drawn = new HeatMap(Phantoms.SHAPE, map, 3).over(image);
    assertThat(drawn.shape()).isEqualTo(SampleShape.image(3, 96, 96));
    assertThat(drawn.values()[(5 * 96 + 5) * 3]).isGreaterThan(0.6f);
    assertThat(drawn.values()[(5 * 96 + 5) * 3 + 2]).isLessThan(0.1f);
    assertThat(drawn.values()[(60 * 96 + 60) * 3]).isZero();
  }

  @Test
  void defects_are_drawn_on_most_images_and_others_in_every_epoch() {
    Dataset normal = normal(40, 0);
    DefectPieces first = new DefectPieces(normal, 1);
    Dataset drawn = first.drawnIn(1);
    int changed = 0;
    for (int i = 0; i < 40; i++) {
      double most = 0;
      for (int p = 0; p < Phantoms.SIDE * Phantoms.SIDE; p++) {
        most = Math.max(most, Math.abs(drawn.row(i)[p] - normal.row(i)[p]));
      }
      changed += most > 0.25 ? 1 : 0;
    }
    assertThat(changed).isBetween(10, 38);
    assertThat(drawn.row(3)).isEqualTo(first.drawnIn(1).row(3));
    assertThat(drawn.row(3)).isNotEqualTo(first.drawnIn(2).row(3));
  }

  @Test
  void what_a_coarse_code_tells_are_means_and_roughness_of_cells() {
    float[] image = new float[64 * 64];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < image.length; i++) {
      image[i] = i / 64 < 32 ? 0.25f : (float) random.nextDouble();
    }
    float[] code = CoarseCode.of(image, SampleShape.image(1, 64, 64));
    assertThat(code).hasSize(128);
    assertThat(code[0]).isEqualTo(0.25f);
    assertThat(code[1]).isEqualTo((float) Math.log(0.003));
    assertThat(code[126]).isBetween(0.35f, 0.65f);
    assertThat(code[127]).isGreaterThan(-1);
  }

  @Test
  void an_image_a_little_beside_a_known_one_is_as_near_as_it_was() {
    SampleShape shape = SampleShape.image(3, 64, 96);
    float[] image = new float[shape.features()];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextDouble();
    }
    float[][] codes = CoarseCode.ofMoved(image, shape);
    assertThat(codes).hasNumberOfRows(9);
    assertThat(codes[4]).isEqualTo(CoarseCode.of(image, shape));
    // The sixth looks at what is three pixels, a thirty-second of the width, to the right.
    float[] right = new float[image.length];
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 96; x++) {
        System.arraycopy(image, (y * 96 + Math.max(0, x - 3)) * 3, right, (y * 96 + x) * 3, 3);
      }
    }
    assertThat(codes[5]).isEqualTo(CoarseCode.of(right, shape));
    assertThat(codes[5]).isNotEqualTo(codes[4]);
    assertThat(codes[7]).isNotEqualTo(codes[4]);
  }

  @Test
  void larger_images_are_shrunk_to_128_pixels_and_keep_their_proportions() throws IOException {
    BufferedImage image = new BufferedImage(512, 256, BufferedImage.TYPE_BYTE_GRAY);
    ImageIO.write(
        image, "png", Files.createDirectories(folder.resolve("wide")).resolve("1.png").toFile());
    Dataset read =
        ImageReading.read(
            folder.resolve("wide").toString(),
            ReadOptions.defaults(),
            ReadingListener.SILENT,
            remark -> {});
    assertThat(read.shape()).isEqualTo(SampleShape.image(1, 64, 128));
  }

  @Test
  void what_cannot_be_fitted_or_measured_is_said() {
    assertThatThrownBy(() -> fitting(1).fit(normal(3, 0)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("3 normal images", "at least 5");
    assertThatThrownBy(() -> ImageDetectionEvaluation.of(detector, labelled(), "well"))
        .hasMessageContainingAll("'well'", "healthy, lesion");
    assertThatThrownBy(() -> ImageDetectionEvaluation.of(detector, normal(3, 0), "healthy"))
        .hasMessageContaining("has no classes");
  }
}
