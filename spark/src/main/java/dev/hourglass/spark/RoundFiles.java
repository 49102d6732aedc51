package dev.hourglass.spark;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.engine.kernel.Kernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder with a model file for each round: the last is what a driver that was killed goes on
 * from. Files of earlier rounds go when a later one is there.
 *
 * @param folder on whatever file system Hadoop knows
 */
record RoundFiles(String folder, Configuration configuration) {
  private static final Pattern NAME = Pattern.compile("round-\\d{9}\\.safetensors");

  private List<Path> files() {
    Path path = new Path(folder);
    try {
      FileSystem files = path.getFileSystem(configuration);
      files.mkdirs(path);
      return Arrays.stream(files.listStatus(path))
          .map(FileStatus::getPath)
          .filter(file -> NAME.matcher(file.getName()).matches())
          .sorted(Comparator.comparing(Path::getName))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read checkpointDir %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * The model of the last round, if there is one.
   *
   * @throws dev.hourglass.autoencoder.file.ModelFileException if it is damaged
   */
  Optional<ModelFile.Model> last(Kernels kernels) {
    List<Path> files = files();
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ModelFile.read(HadoopFiles.read(files.getLast().toString(), configuration), kernels));
  }

  /** Writes a round's model, then lets those before it go. */
  void write(int round, byte[] model) {
    List<Path> before = files();
    Path file = new Path(folder, "round-%09d.safetensors".formatted(round));
    HadoopFiles.write(file.toString(), model, configuration);
    try {
      for (Path old : before) {
        if (!old.getName().equals(file.getName())) {
          old.getFileSystem(configuration).delete(old, false);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot remove earlier rounds of %s: %s".formatted(folder, e.getMessage()), e);
    }
  }
}
