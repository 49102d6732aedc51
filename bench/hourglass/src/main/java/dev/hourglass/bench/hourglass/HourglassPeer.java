package dev.hourglass.bench.hourglass;

import dev.hourglass.bench.Images;
import dev.hourglass.bench.Line;
import dev.hourglass.bench.Peer;
import dev.hourglass.bench.PeerProcess;

/** Hourglass in one precision, through its public interface. */
public final class HourglassPeer implements Peer {

  private final String precision;

  private HourglassPeer(String precision) {
    this.precision = precision;
  }

  /** Runs the process: line, folder of the images, threads, precision. */
  public static void main(String[] args) {
    PeerProcess.serve(new HourglassPeer(args[3]), args);
  }

  @Override
  public String name() {
    return "Hourglass, " + precision;
  }

  @Override
  public void prepare(Line line, Images images, int threads) {
    throw new UnsupportedOperationException("waits for the autoencoder's interface");
  }

  @Override
  public void train(int steps) {
    throw new UnsupportedOperationException("waits for the autoencoder's interface");
  }

  @Override
  public void encodeAll(float[] codes) {
    throw new UnsupportedOperationException("waits for the autoencoder's interface");
  }

  @Override
  public void encodeOne(float[] sample, float[] code) {
    throw new UnsupportedOperationException("waits for the autoencoder's interface");
  }

  @Override
  public double reconstructionError() {
    throw new UnsupportedOperationException("waits for the autoencoder's interface");
  }

  @Override
  public void close() {}
}
