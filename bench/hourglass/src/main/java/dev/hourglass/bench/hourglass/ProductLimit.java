package dev.hourglass.bench.hourglass;

import dev.hourglass.bench.Images;
import dev.hourglass.bench.Line;
import dev.hourglass.bench.Peer;
import dev.hourglass.bench.PeerProcess;

/**
 * What the machine's matrix products alone would allow: every product of a line's forward and
 * backward pass, in its shape and precision, by the engine's own kernels, each thread on its shard
 * of the batch, and nothing else.
 *
 * <p>A step of a layer with inputs i and outputs o on r rows is three products: r×o from r×i and
 * i×o, the weights' gradient i×o from r×i and r×o, and, but for the first layer, the input's
 * gradient r×i from r×o and i×o.
 */
public final class ProductLimit implements Peer {

  private final String precision;

  private ProductLimit(String precision) {
    this.precision = precision;
  }

  /** Runs the process: line, folder of the images, threads, precision. */
  public static void main(String[] args) {
    PeerProcess.serve(new ProductLimit(args[3]), args);
  }

  @Override
  public String name() {
    return "the engine's products alone, " + precision;
  }

  @Override
  public void prepare(Line line, Images images, int threads) {
    throw new UnsupportedOperationException("waits for the engine's kernels");
  }

  @Override
  public void train(int steps) {
    throw new UnsupportedOperationException("waits for the engine's kernels");
  }

  @Override
  public void encodeAll(float[] codes) {
    throw new UnsupportedOperationException("waits for the engine's kernels");
  }

  @Override
  public void encodeOne(float[] sample, float[] code) {
    throw new UnsupportedOperationException("waits for the engine's kernels");
  }

  /** Nothing is learnt by products alone. */
  @Override
  public double reconstructionError() {
    return Double.NaN;
  }

  @Override
  public void close() {}
}
