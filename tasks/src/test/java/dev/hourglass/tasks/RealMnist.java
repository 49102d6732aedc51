package dev.hourglass.tasks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/** MNIST where it lies beside the project; tests that need it are skipped elsewhere. */
public final class RealMnist {
  private static final Path FOLDER = Path.of("../../shared/data/mnist");

  private RealMnist() {}

  public static Dataset training() {
    return read("train-images-idx3-ubyte.gz");
  }

  public static Dataset test() {
    return read("t10k-images-idx3-ubyte.gz");
  }

  private static Dataset read(String file) {
    Path path = FOLDER.resolve(file);
    assumeTrue(Files.exists(path), () -> "skipped: there is no " + path.toAbsolutePath());
    return ((RawData.Array) DataReader.read(path, ReadOptions.defaults())).samples();
  }
}
