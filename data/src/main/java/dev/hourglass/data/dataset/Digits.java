package dev.hourglass.data.dataset;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Digits as if drawn by hand, so that everything runs on a machine with no files: grey images of
 * 28×28, labelled 0 to 9 in equal parts, stored as bytes. Each is drawn from strokes by a pen with
 * factors that are known, which a code may be compared with.
 *
 * <p>Sample {@code i} depends on the seed and {@code i} alone: a larger set begins with a smaller
 * one of the same seed.
 */
public final class Digits implements Dataset {
  private static final int SIDE = 28;
  private static final int CLASSES = 10;
  private static final SampleShape SHAPE = SampleShape.image(1, SIDE, SIDE);

  /** As in MNIST, a digit of scale 1 fills a box of this many pixels. */
  private static final double BOX = 20;

  /** The ink fades over so many pixels at a stroke's edge. */
  private static final double SOFTNESS = 1.4;

  private static final List<String> FACTORS =
      List.of("class", "slant", "thickness", "rotation", "scale", "shiftX", "shiftY");
  private static final List<String> NAMES =
      IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();

  private final ByteSamples samples;
  private final Labels labels;
  private final float[][] factors;

  private Digits(ByteSamples samples, Labels labels, float[][] factors) {
    this.samples = samples;
    this.labels = labels;
    this.factors = factors;
  }

  /**
   * Draws digits.
   *
   * @param count how many, at least 1
   * @param seed the same seed draws the same digits
   * @throws IllegalArgumentException if count is below 1
   */
  public static Digits generate(int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, but was " + count);
    }
    MemorySegment bytes = Storage.allocate((long) count * SHAPE.features());
    int[] values = new int[count];
    float[][] factors = new float[count][];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              SplittableRandom random =
                  new SplittableRandom(seed ^ new SplittableRandom(i).nextLong());
              values[i] = classOf(i, seed);
              Pen pen = Pen.draw(random);
              factors[i] = pen.factors(values[i]);
              byte[] image = pen.paint(DigitStrokes.of(values[i], random), random);
              long at = (long) i * SHAPE.features();
              MemorySegment.copy(image, 0, bytes, ValueLayout.JAVA_BYTE, at, image.length);
            });
    String source = "digits:" + count + ":" + seed;
    return new Digits(
        new ByteSamples(bytes, count, SHAPE, source), new Labels(values, NAMES), factors);
  }

  /** Every ten samples in a row are the ten digits, in an order of their own. */
  private static int classOf(int i, long seed) {
    return Batches.shuffled(CLASSES, seed, i / CLASSES)[i % CLASSES];
  }

  /** What the numbers of {@link #factors()} are. */
  public List<String> factorNames() {
    return FACTORS;
  }

  /**
   * What each sample was drawn with: {@code [samples][factors]}. The class; the slant (shift to the
   * right per height); the stroke's thickness in pixels; the rotation in degrees, counted
   * clockwise; the scale (1 fills 20 pixels); the shifts to the right and down in pixels. Not to be
   * written to.
   */
  public float[][] factors() {
    return factors;
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public SampleShape shape() {
    return SHAPE;
  }

  @Override
  public Optional<Labels> labels() {
    return Optional.of(labels);
  }

  @Override
  public List<String> featureNames() {
    return List.of();
  }

  @Override
  public String source() {
    return samples.source();
  }

  @Override
  public void gather(int[] rows, int from, int count, MemorySegment into) {
    samples.gather(rows, from, count, into);
  }

  @Override
  public Dataset subset(int[] rows) {
    return samples.subset(rows).withLabels(labels.subset(rows));
  }

  @Override
  public Dataset asStored() {
    return samples.asStored().withLabels(labels);
  }

  /**
   * Nearly normal with mean 0 and variance 1, yet within ±3.5: the sum of four uniform numbers.
   * Plain arithmetic, so that every platform draws the same.
   */
  static double gaussian(SplittableRandom random) {
    double sum = random.nextDouble() + random.nextDouble() + random.nextDouble();
    return (sum + random.nextDouble() - 2) * 1.7320508075688772; // the square root of 12 / 4
  }

  /** How one digit is drawn. */
  private record Pen(
      double slant,
      double thickness,
      double rotation,
      double scale,
      double aspect,
      double shiftX,
      double shiftY) {

    static Pen draw(SplittableRandom random) {
      return new Pen(
          Math.clamp(0.12 + 0.17 * gaussian(random), -0.35, 0.55),
          Math.clamp(2.5 + 0.75 * gaussian(random), 1.3, 5.0),
          5 * gaussian(random),
          0.92 + 0.05 * gaussian(random),
          1 + 0.1 * gaussian(random),
          0.6 * gaussian(random),
          0.6 * gaussian(random));
    }

    float[] factors(int digit) {
      return new float[] {
        digit,
        (float) slant,
        (float) thickness,
        (float) rotation,
        (float) scale,
        (float) shiftX,
        (float) shiftY
      };
    }

    byte[] paint(List<double[]> strokes, SplittableRandom random) {
      float[] ink = new float[SIDE * SIDE];
      double bend = 0.025 * gaussian(random);
      double bendAt = random.nextDouble();
      for (double[] stroke : strokes) {
        double pressure = 1 + 0.08 * gaussian(random);
        double lift = 0.1 * gaussian(random); // the pen presses more at one end
        int points = stroke.length / 2;
        place(stroke, bend, bendAt);
        for (int i = 0; i + 1 < points; i++) {
          double along = (double) i / points - 0.5;
          double radius = 0.5 * thickness * pressure * (1 + lift * along);
          line(ink, stroke, 2 * i, Math.max(radius, 0.55));
        }
      }
      double darkness = 255 * Math.min(1, 0.97 + 0.03 * gaussian(random));
      byte[] image = new byte[ink.length];
      for (int i = 0; i < image.length; i++) {
        image[i] = (byte) (int) (ink[i] * darkness + 0.5);
      }
      return image;
    }

    /** From the unit square to pixels, in place. */
    private void place(double[] points, double bend, double bendAt) {
      double angle = StrictMath.toRadians(rotation);
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      for (int i = 0; i < points.length; i += 2) {
        double y = points[i + 1] - 0.5;
        double x = (points[i] - 0.5) * aspect - slant * y;
        x += bend * StrictMath.sin(2 * Math.PI * (points[i + 1] + bendAt));
        points[i] = 0.5 * SIDE + shiftX + BOX * scale * (x * cos - y * sin);
        points[i + 1] = 0.5 * SIDE + shiftY + BOX * scale * (x * sin + y * cos);
      }
    }

    /** Inks the pixels near one straight piece by their centres' distance from it. */
    private static void line(float[] ink, double[] points, int at, double radius) {
      double x0 = points[at];
      double y0 = points[at + 1];
      double dx = points[at + 2] - x0;
      double dy = points[at + 3] - y0;
      double inverse = 1 / Math.max(dx * dx + dy * dy, 1e-9);
      double reach = radius + SOFTNESS;
      int left = Math.max(0, (int) (Math.min(x0, x0 + dx) - reach));
      int right = Math.min(SIDE - 1, (int) (Math.max(x0, x0 + dx) + reach));
      int top = Math.max(0, (int) (Math.min(y0, y0 + dy) - reach));
      int bottom = Math.min(SIDE - 1, (int) (Math.max(y0, y0 + dy) + reach));
      for (int y = top; y <= bottom; y++) {
        double py = y + 0.5 - y0;
        for (int x = left; x <= right; x++) {
          double px = x + 0.5 - x0;
          double t = Math.clamp((px * dx + py * dy) * inverse, 0.0, 1.0);
          double ex = px - t * dx;
          double ey = py - t * dy;
          double distance = Math.sqrt(ex * ex + ey * ey);
          double cover = Math.clamp((radius - distance) / SOFTNESS + 0.5, 0.0, 1.0);
          int i = y * SIDE + x;
          ink[i] = Math.max(ink[i], (float) cover);
        }
      }
    }
  }
}
