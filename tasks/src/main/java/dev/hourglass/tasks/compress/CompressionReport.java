package dev.hourglass.tasks.compress;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.kernel.Kernels;
import java.nio.file.Path;
/** Page. */
public record CompressionReport(ModelFile.Model model, RawData raw, CompressedFile file, Kernels kernels) {
  /** Writes. */
  public void write(Path out) {}
}
