package dev.hourglass.search;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFingerprint;
import dev.hourglass.engine.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Where the parts of an index lie: codes in Lucene's files, the model beside them. */
final class IndexFolder {
  private IndexFolder() {}

  static Path codes(Path folder) {
    return folder.resolve("codes");
  }

  static Path model(Path folder, Manifest manifest) {
    return folder.resolve(manifest.modelFile());
  }

  /**
   * What the last commit says.
   *
   * @throws IndexException if there is no index, or it is damaged or too new
   */
  static Manifest manifest(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IndexException(
          "%s: there is no such index; make one with: index build DATA".formatted(folder));
    }
    if (!Files.isDirectory(codes(folder))) {
      throw new IndexException(
          "%s: is a folder, but no index: it has no folder 'codes'".formatted(folder));
    }
    try (Directory directory = FSDirectory.open(codes(folder))) {
      return Manifest.of(SegmentInfos.readLatestCommit(directory).getUserData());
    } catch (IndexNotFoundException e) {
      throw new IndexException(
          "%s: nothing was ever committed to this index; delete the folder and build it again"
              .formatted(folder),
          e);
    } catch (IOException e) {
      throw CodeWriter.failed(folder, e);
    } catch (IllegalArgumentException e) {
      throw new IndexException("%s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * The model inside.
   *
   * @throws IndexException if it is not the one that made the codes
   */
  static ModelFile.Model readModel(Path folder, Manifest manifest, Kernels kernels) {
    ModelFile.Model model = ModelFile.read(model(folder, manifest), kernels);
    checkModel(folder, manifest, model, model(folder, manifest).getFileName().toString());
    return model;
  }

  /** Refuses a model that did not make the index's codes. */
  static void checkModel(Path folder, Manifest manifest, ModelFile.Model model, String name) {
    ModelFingerprint found = ModelFingerprint.of(model);
    if (!found.equals(manifest.model())) {
      throw new IndexException(
          "%s: its codes were made by the model %s, but %s is another (%s), whose codes mean"
                  .formatted(folder, manifest.model().brief(), name, found.brief())
              + " something else; leave option 'model' out, or encode all samples anew with: index"
              + " rebuild");
    }
  }

  /** Bytes of the codes, their graph and what is known of items; without the model. */
  static long codeBytes(Path folder) {
    return bytes(codes(folder));
  }

  private static long bytes(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      long sum = 0;
      for (Path file : files.toList()) {
        sum += Files.size(file);
      }
      return sum;
    } catch (IOException e) {
      throw CodeWriter.failed(folder, e);
    }
  }
}
