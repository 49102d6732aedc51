package dev.hourglass.serve;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.search.SearchIndex;
import dev.hourglass.tasks.anomaly.Detector;
import dev.hourglass.tasks.learn.Predictor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A model at work under a name: of a model file, or of an index with the model inside. When it is
 * read again, requests that began go on with what they began with.
 */
final class ServedModel implements AutoCloseable {
  private final String name;
  private final Path path;
  private final Kernels kernels;
  private Loaded loaded;

  /**
   * What was read.
   *
   * @param model of the file or inside the index
   * @param rows reads what it is asked of
   * @param detector where the model is one
   * @param index where it is one
   */
  record Loaded(
      ModelFile.Model model,
      RequestRows rows,
      Optional<Detector> detector,
      Optional<SearchIndex> index,
      Lease lease) {
    static Loaded read(Path path, Kernels kernels) {
      if (Files.isDirectory(path)) {
        SearchIndex index = SearchIndex.open(path, kernels);
        return of(index.model(), Optional.of(index), new Lease(index::close));
      }
      return of(ModelFile.read(path, kernels), Optional.empty(), new Lease(() -> {}));
    }

    private static Loaded of(ModelFile.Model model, Optional<SearchIndex> index, Lease lease) {
      boolean isDetector =
          index.isEmpty()
              && model.sections().containsKey("detector")
              && !model.sections().containsKey("series");
      return new Loaded(
          model,
          RequestRows.of(model.preparation()),
          isDetector ? Optional.of(Detector.of(model)) : Optional.empty(),
          index,
          lease);
    }

    /** What can be asked of it. */
    List<Operation> operations() {
      List<Operation> can = new ArrayList<>(List.of(Operation.ENCODE));
      if (!Predictor.isIn(model)) {
        can.add(Operation.RECONSTRUCT);
      }
      detector.ifPresent(_ -> can.add(Operation.SCORE));
      index.ifPresent(_ -> can.add(Operation.NEAREST));
      return can;
    }
  }

  /**
   * Reads a model.
   *
   * @param path of a model file, or of an index
   */
  ServedModel(String name, Path path, Kernels kernels) {
    this.name = name;
    this.path = path;
    this.kernels = kernels;
    this.loaded = Loaded.read(path, kernels);
  }

  String name() {
    return name;
  }

  /** Works with what is loaded now. */
  <T> T with(Function<Loaded, T> work) {
    Loaded now;
    synchronized (this) {
      now = loaded;
      now.lease.begin();
    }
    try {
      return work.apply(now);
    } finally {
      now.lease.end();
    }
  }

  /** Reads it again; where that fails, what was there stays. */
  void reload() {
    Loaded fresh = Loaded.read(path, kernels);
    Loaded old;
    synchronized (this) {
      old = loaded;
      loaded = fresh;
    }
    old.lease.retire();
  }

  @Override
  public synchronized void close() {
    loaded.lease.retire();
  }
}
