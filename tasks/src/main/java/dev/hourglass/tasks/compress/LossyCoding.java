package dev.hourglass.tasks.compress;

import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.raw.RawBlocks;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.picture.ImageQuality;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Codes in as many bytes as are asked for: the steps of all units, equal in what they do to the
 * reconstruction, are the finest that fit.
 *
 * @param quantizer how codes are rounded
 * @param codes {@code [samples, units]}, as they were before
 * @param blockBytes what all blocks take, their chunks included
 */
record LossyCoding(CodeQuantizer quantizer, Tensor codes, long blockBytes) {
  /** Samples of a block: it is read as a whole, and lost as a whole. */
  static final int BLOCK_ITEMS = 256;

  private static final int HALVINGS = 20;

  /** Steps between these powers of two of the units' mean effect are tried. */
  private static final double FINEST = -10;

  private static final double COARSEST = 6;

  /** What does not fit is tried again with steps longer by this. */
  private static final double LENGTHENED = 1.004;

  private static final int MOST_ATTEMPTS = 200;

  /**
   * Rounds and writes codes.
   *
   * @param bytes that all blocks and the quantiser may take together, their chunks included
   * @throws CompressionException if they do not fit however coarse the steps
   */
  static LossyCoding within(double bytes, UnaryOperator<Tensor> decoder, Tensor codes) {
    UnitEffects effects = UnitEffects.of(decoder, codes);
    double finest = FINEST;
    double coarsest = COARSEST;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (finest + coarsest) / 2;
      if (estimate(effects.quantizer(Math.pow(2, middle)), effects.sample(), codes.rows())
          > bytes) {
        finest = middle;
      } else {
        coarsest = middle;
      }
    }
    double share = Math.pow(2, coarsest);
    long least = Long.MAX_VALUE;
    // Where none of those tried was expected to fit, longer ones are no hope.
    int attempts = coarsest == COARSEST ? 1 : MOST_ATTEMPTS;
    for (int attempt = 0; attempt < attempts; attempt++) {
      LossyCoding coding = of(effects.quantizer(share), codes);
      if (coding.bytes() <= bytes) {
        return coding;
      }
      least = Math.min(least, coding.bytes());
      share *= LENGTHENED;
    }
    throw new CompressionException(
        ("the codes of %,d samples take %,d bytes at least, but only %,d are left for them; allow"
                + " more a sample (option 'bytes'), or give more samples, which share what the file"
                + " begins with")
            .formatted(codes.rows(), least, Math.max(0, (long) bytes)));
  }

  private static double estimate(CodeQuantizer quantizer, Tensor sample, int items) {
    int blocks = Math.ceilDiv(items, BLOCK_ITEMS);
    return quantizer.toBytes().length
        + Chunk.HEAD_BYTES
        + quantizer.bitsPerSample(sample) * items / Byte.SIZE
        + (double) blocks * (Chunk.HEAD_BYTES + 2);
  }

  /** Rounds codes, and counts what they take. */
  static LossyCoding of(CodeQuantizer quantizer, Tensor codes) {
    long bytes = 0;
    for (int block = 0; block < Math.ceilDiv(codes.rows(), BLOCK_ITEMS); block++) {
      bytes += written(quantizer, codes, block).length + Chunk.HEAD_BYTES;
    }
    return new LossyCoding(quantizer, codes, bytes);
  }

  private static byte[] written(CodeQuantizer quantizer, Tensor codes, int block) {
    int from = block * BLOCK_ITEMS;
    RangeEncoder out = new RangeEncoder();
    quantizer.write(codes.slice(from, Math.min(BLOCK_ITEMS, codes.rows() - from)), out);
    return out.finish();
  }

  /** A block of the file. */
  byte[] block(int block) {
    return written(quantizer, codes, block);
  }

  /** All of it in the file. */
  long bytes() {
    return blockBytes + quantizer.toBytes().length + Chunk.HEAD_BYTES;
  }

  /**
   * How like the samples is what comes back of them.
   *
   * @param samples those of the codes, in their order
   * @param peak of samples that are no whole numbers
   */
  Quality quality(
      UnaryOperator<Tensor> decoder, RestoredNumbers restored, SampleSource samples, double peak) {
    if (!restored.shape().isImage()) {
      return Quality.UNTOLD;
    }
    SampleNumbers numbers = restored.numbers();
    ImageQuality quality =
        new ImageQuality(restored.shape(), numbers.areWhole() ? numbers.most() : peak);
    int done = 0;
    try (RawBlocks blocks = samples.open()) {
      while (blocks.hasNext()) {
        RawData block = blocks.next();
        for (int from = 0; from < block.size(); from += BLOCK_ITEMS) {
          int count = Math.min(BLOCK_ITEMS, block.size() - from);
          Tensor back = decoder.apply(quantizer.rounded(codes.slice(done + from, count)));
          compare(block, from, back, restored, quality);
        }
        done += block.size();
      }
    }
    return Quality.of(quality);
  }

  private static void compare(
      RawData block, int from, Tensor back, RestoredNumbers restored, ImageQuality quality) {
    if (!restored.numbers().areWhole()) {
      int[] rows = IntStream.range(from, from + back.rows()).toArray();
      Tensor given = TensorSamples.copyOf(restored.preparation().apply(block.subset(rows)));
      for (int i = 0; i < back.rows(); i++) {
        quality.add(doubles(given.row(i)), doubles(back.row(i)));
      }
      return;
    }
    int[] original = new int[restored.shape().features()];
    int[] nearest = new int[original.length];
    for (int i = 0; i < back.rows(); i++) {
      restored.numbers().copy(((RawData.Array) block).samples(), from + i, original);
      restored.numbers().nearest(restored.preparation(), back.row(i), nearest);
      quality.add(doubles(original), doubles(nearest));
    }
  }

  private static double[] doubles(int[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
