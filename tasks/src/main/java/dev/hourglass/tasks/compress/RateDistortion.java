package dev.hourglass.tasks.compress;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.TrainingRange;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.coder.Pca;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What quality costs: bytes a sample against PSNR and SSIM, for a model, for PCA of as many
 * components as the model's code has units, rounded and coded the same way, and for JPEG.
 *
 * @param curves the model's first
 * @param samples that were measured, spread over the data
 */
public record RateDistortion(List<Curve> curves, int samples) {
  /** So many samples share tables; the files of more are a little smaller yet. */
  private static final int MOST_CODED = 10_000;

  /** Quality is measured on so many. */
  private static final int MOST_MEASURED = 400;

  /** Steps in the units' mean effect: powers of two. */
  private static final double COARSEST = 1.5;

  private static final double FINEST = -4;
  private static final double APART = 0.5;

  /** PCA's decoder works on so many features without being a training of its own. */
  private static final int MOST_PCA_FEATURES = 16_384;

  /**
   * One way to compress.
   *
   * @param points from the fewest bytes to the most
   */
  public record Curve(String name, List<Point> points) {
    public Curve {
      points = List.copyOf(points);
    }
  }

  /**
   * What so many bytes bring.
   *
   * @param bytes a sample, all told but the model
   * @param psnr the mean of samples' own, dB
   * @param ssim the mean of samples' own
   */
  public record Point(double bytes, double psnr, double ssim) {
    private static Point of(double bytes, Quality quality) {
      return new Point(bytes, quality.psnr().orElseThrow(), quality.ssim().orElseThrow());
    }
  }

  public RateDistortion {
    curves = List.copyOf(curves);
  }

  /**
   * Measures.
   *
   * @param array samples as they were read; what the model was trained on flatters it
   * @throws CompressionException if they are no images
   */
  public static RateDistortion of(
      ModelFile.Model model, RawData.Array array, CompressionListener listener) {
    SampleShape shape = array.samples().shape();
    if (!shape.isImage()) {
      throw new CompressionException(
          "bytes against quality are measured on images, but the samples are none");
    }
    RawData coded = array.subset(RowOrder.spread(array.size(), MOST_CODED));
    RawData.Array measured = array.subset(RowOrder.spread(array.size(), MOST_MEASURED));
    Dataset samples = model.preparation().apply(coded);
    Measured task =
        new Measured(
            measured,
            model.preparation().apply(measured),
            new RestoredNumbers(
                shape, SampleNumbers.of(array, model.preparation()), model.preparation()));
    List<Curve> curves = new ArrayList<>();
    listener.began("curve", samples.size());
    Tensor codes = model.autoencoder().encode(samples);
    curves.add(
        new Curve(
            "this model",
            task.points(
                codes, model.autoencoder().encode(task.data), model.autoencoder()::decode)));
    int units = Math.min(codes.columns(), samples.size() - 1);
    if (shape.features() <= MOST_PCA_FEATURES && units > 0) {
      listener.began("curve of PCA", samples.size());
      Pca pca = Pca.fit(samples, Math.min(units, shape.features()), model.autoencoder().kernels());
      curves.add(
          new Curve(
              "PCA-" + pca.codeSize(),
              task.points(pca.encode(samples), pca.encode(task.data), pca::decode)));
    }
    boolean drawable = shape.channels() == 1 || shape.channels() == 3;
    if (array.kind() == NumberKind.BYTES && drawable) {
      listener.began("curve of JPEG", task.data.size());
      List<JpegCurve.Point> jpeg = JpegCurve.of(measured.samples());
      curves.add(
          new Curve("JPEG", jpeg.stream().map(p -> Point.of(p.bytes(), p.quality())).toList()));
      curves.add(
          new Curve(
              "JPEG, no header",
              jpeg.stream().map(p -> Point.of(p.scanBytes(), p.quality())).toList()));
    }
    return new RateDistortion(curves, task.data.size());
  }

  /** What quality is measured on. */
  private record Measured(RawData raw, Dataset data, RestoredNumbers restored) {
    List<Point> points(Tensor coded, Tensor own, UnaryOperator<Tensor> decoder) {
      UnitEffects effects = UnitEffects.of(decoder, coded);
      List<Point> points = new ArrayList<>();
      for (double power = COARSEST; power >= FINEST; power -= APART) {
        LossyCoding coding = LossyCoding.of(effects.quantizer(Math.pow(2, power)), coded);
        points.add(
            Point.of(
                (double) coding.bytes() / coded.rows(),
                LossyCoding.of(coding.quantizer(), own)
                    .quality(
                        decoder, restored, SampleSource.of(raw), TrainingRange.of(data).peak())));
      }
      return points;
    }
  }
}
