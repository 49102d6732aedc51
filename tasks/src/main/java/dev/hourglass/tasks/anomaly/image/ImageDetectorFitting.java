package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.pca.PrincipalComponents;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.denoise.DenoiserFitting;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Fits a detector on normal images: a network learns to repair defects drawn on four fifths of
 * them, and the rest says what it makes of normal images that it has not seen.
 */
public final class ImageDetectorFitting {
  /** Pixels that training sees. */
  private static final long PLACES_IN_ALL = 60_000_000;

  private static final int MOST_EPOCHS = 1_000;

  private static final int FEWEST_IMAGES = 5;

  /** More neighbours say no more. */
  private static final int MOST_CODES = 2_000;

  private static final int COMPONENTS = 32;

  /** Of an image, one place in a thousand lies in a region by chance. */
  private static final double PLACE_QUANTILE = 0.999;

  /** A place that never errs is not trusted further than this share of the usual deviation. */
  private static final double LEAST_DEVIATION = 0.3;

  /** The same of a number of a code, which differ in kind. */
  private static final double LEAST_CODE_DEVIATION = 0.02;

  private static final double NOTHING = 1e-6;

  private final ImageDetectorOptions options;
  private final Kernels kernels;
  private final TrainingListener listener;

  /** Fits as the options say, watched. */
  public ImageDetectorFitting(
      ImageDetectorOptions options, Kernels kernels, TrainingListener listener) {
    this.options = options;
    this.kernels = kernels;
    this.listener = listener;
  }

  /**
   * Fits.
   *
   * @param normal images of one size, with values from 0 to 1, at least 5
   * @throws DataException if there are fewer
   */
  public ImageDetector fit(Dataset normal) {
    if (normal.size() < FEWEST_IMAGES) {
      throw new DataException(
          "%s: has %d normal images, but at least %d are needed to fit a detector"
              .formatted(normal.source(), normal.size(), FEWEST_IMAGES));
    }
    ImageSplit split = new ImageSplit(normal.size());
    Dataset fitted = normal.subset(split.trainedRows());
    Blueprint blueprint = DenoiserFitting.blueprint(normal.shape());
    Training training = training(blueprint, fitted.size());
    TrainingResult result =
        new Trainer(training, kernels)
            .withListener(listener)
            .train(
                blueprint,
                new Pairs(new DefectPieces(fitted, options.seed()), fitted),
                Optional.empty());
    int[] kept = RowOrder.spread(normal.size(), MOST_CODES);
    NormalImages known = known(result.autoencoder(), fitted, normal.subset(kept));
    Calibration calibration =
        calibration(result.autoencoder(), known, normal, split.judgingRows(), kept);
    List<String> hashes =
        IntStream.range(0, normal.size()).mapToObj(row -> ImageDetector.hash(normal, row)).toList();
    ImageDetectorSection section =
        new ImageDetectorSection(known, calibration, options.threshold(), hashes);
    ModelFile.Model model =
        result
            .model(Preparation.none(normal.shape()), training, fitted)
            .withSection(ImageDetectorSection.CODEC, section);
    return new ImageDetector(model);
  }

  private Training training(Blueprint blueprint, int images) {
    Training usual =
        Preset.DENOISING
            .training(TrainingChanges.none(), blueprint, images)
            .withSeed(options.seed());
    long seen = PLACES_IN_ALL / ((long) blueprint.plane().places() * images);
    Training training =
        usual.withEpochs(options.epochs().orElse((int) Math.clamp(seen, 3, MOST_EPOCHS)));
    return options.timeLimit().map(training::withTimeLimit).orElse(training);
  }

  /**
   * What normal images are like.
   *
   * @param fitted that the network was trained on
   * @param neighbours whose codes are kept
   */
  private NormalImages known(Autoencoder network, Dataset fitted, Dataset neighbours) {
    SampleShape shape = fitted.shape();
    int places = shape.height() * shape.width();
    Moments errors = new Moments(places);
    ImageDetector.forEach(
        network,
        fitted,
        (_, image, repaired) -> errors.add(ErrorMap.of(image, repaired, shape).values()));
    float[][] codes =
        IntStream.range(0, neighbours.size())
            .mapToObj(row -> CoarseCode.of(neighbours.row(row), shape))
            .toArray(float[][]::new);
    Moments scale = new Moments(CoarseCode.size(shape));
    for (float[] code : codes) {
      scale.add(code);
    }
    Tensor scales = scale.tensor(LEAST_CODE_DEVIATION);
    Tensor standard = Tensor.allocate(codes.length, scales.columns());
    for (int row = 0; row < codes.length; row++) {
      for (int i = 0; i < scales.columns(); i++) {
        standard.set(row, i, (codes[row][i] - scales.get(0, i)) / scales.get(1, i));
      }
    }
    return new NormalImages(
        errors.tensor(LEAST_DEVIATION), scales, standard, components(fitted), ScoreForm.MOVED);
  }

  private Tensor components(Dataset fitted) {
    int count = Math.min(COMPONENTS, Math.min(fitted.size() - 1, fitted.features()));
    PrincipalComponents pca = PrincipalComponents.of(fitted, count, kernels);
    Tensor all = Tensor.allocate(1 + pca.directions().rows(), fitted.features());
    all.slice(0, 1).copyFrom(pca.mean());
    all.slice(1, pca.directions().rows()).copyFrom(pca.directions());
    return all;
  }

  /**
   * What images score that are judged as others will be: by a network that has not seen them, where
   * some are kept aside, and by their distance from all normal images but themselves.
   *
   * @param rows of the judged ones
   * @param kept rows of those whose codes are kept, upwards
   */
  private Calibration calibration(
      Autoencoder network, NormalImages known, Dataset normal, int[] rows, int[] kept) {
    Dataset aside = normal.subset(rows);
    double[] repair = new double[aside.size()];
    double[] neighbours = new double[aside.size()];
    double[] places = new double[aside.size()];
    ImageDetector.forEach(
        network,
        aside,
        (row, image, repaired) -> {
          ImageDetector.Evidence evidence =
              ImageDetector.Evidence.of(
                  known.errorsOf(image, repaired, aside.shape()),
                  known.distance(image, aside.shape(), Arrays.binarySearch(kept, rows[row])));
          repair[row] = evidence.repair();
          neighbours[row] = evidence.neighbours();
          places[row] = evidence.map().quantile(PLACE_QUANTILE);
        });
    Calibration.Spread repairs = Calibration.Spread.of(repair);
    Calibration.Spread distances = Calibration.Spread.of(neighbours);
    double[] scores = new double[repair.length];
    Arrays.setAll(
        scores,
        i -> known.form().score(repairs.standard(repair[i]), distances.standard(neighbours[i])));
    Arrays.sort(scores);
    Arrays.sort(places);
    return new Calibration(
        repairs, distances, options.threshold().over(scores), places[places.length / 2]);
  }

  /** Sums of rows of numbers. */
  private static final class Moments {
    private final double[] sums;
    private final double[] squares;
    private int rows;

    Moments(int numbers) {
      sums = new double[numbers];
      squares = new double[numbers];
    }

    void add(float[] row) {
      rows++;
      for (int i = 0; i < row.length; i++) {
        sums[i] += row[i];
        squares[i] += (double) row[i] * row[i];
      }
    }

    /** Means over deviations, to each of which is added a share of the mean one. */
    Tensor tensor(double share) {
      Tensor tensor = Tensor.allocate(2, sums.length);
      double usual = 0;
      for (int i = 0; i < sums.length; i++) {
        double mean = sums[i] / rows;
        double deviation = Math.sqrt(Math.max(0, squares[i] / rows - mean * mean));
        tensor.set(0, i, mean);
        tensor.set(1, i, deviation);
        usual += deviation / sums.length;
      }
      for (int i = 0; i < sums.length; i++) {
        tensor.set(1, i, tensor.get(1, i) + share * usual + NOTHING);
      }
      return tensor;
    }
  }
}
