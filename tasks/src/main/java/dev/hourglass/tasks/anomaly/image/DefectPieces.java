package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A view of normal images with defects and some noise drawn on them, others in every epoch. */
final class DefectPieces implements RowSamples {
  /** Images that stay whole, so that a network learns to leave those alone. */
  private static final double WHOLE = 0.2;

  private static final double MOST_NOISE = 0.05;

  private final Dataset normal;
  private final long seed;
  private final int epoch;
  private final ThreadLocal<float[][]> buffers;

  DefectPieces(Dataset normal, long seed) {
    this(normal, seed, 0, ThreadLocal.withInitial(() -> new float[2][normal.features()]));
  }

  private DefectPieces(Dataset normal, long seed, int epoch, ThreadLocal<float[][]> buffers) {
    this.normal = normal;
    this.seed = seed;
    this.epoch = epoch;
    this.buffers = buffers;
  }

  @Override
  public Dataset drawnIn(int epoch) {
    return new DefectPieces(normal.drawnIn(epoch), seed, epoch, buffers);
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    SplittableRandom random =
        new SplittableRandom(Noise.key(seed, NoisePurpose.DEFECTS, epoch, row));
    float[] image = read(row, into, at, 0);
    if (random.nextDouble() >= WHOLE) {
      float[] donor = read(random.nextInt(size()), into, at, 1);
      Defect.draw(image, donor, shape(), random);
    }
    double sigma = MOST_NOISE * random.nextDouble();
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) Math.clamp(image[i] + sigma * random.nextGaussian(), 0.0, 1.0);
    }
    MemorySegment.copy(image, 0, into, ValueLayout.JAVA_FLOAT_UNALIGNED, at, image.length);
  }

  private float[] read(int row, MemorySegment through, long at, int buffer) {
    RowSamples.copyRow(normal, row, through, at);
    float[] image = buffers.get()[buffer];
    MemorySegment.copy(through, ValueLayout.JAVA_FLOAT_UNALIGNED, at, image, 0, image.length);
    return image;
  }

  @Override
  public int size() {
    return normal.size();
  }

  @Override
  public SampleShape shape() {
    return normal.shape();
  }

  @Override
  public Optional<Labels> labels() {
    return Optional.empty();
  }

  @Override
  public List<String> featureNames() {
    return List.of();
  }

  @Override
  public String source() {
    return normal.source();
  }
}
