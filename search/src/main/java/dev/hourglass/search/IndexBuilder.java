package dev.hourglass.search;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFingerprint;
import dev.hourglass.base.Reason;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Writes indexes: builds them, adds to them, deletes from them, encodes them anew. Whenever it is
 * broken off, what was committed is there: nothing of a rebuild, all but the last half minute of
 * the others.
 */
public final class IndexBuilder {
  /** Time between commits. */
  private static final long COMMIT_NANOSECONDS = 30_000_000_000L;

  /** Samples encoded at once. */
  private static final int BLOCK = 8192;

  /**
   * From so many samples on all processors put codes in, so that the graph is another each time;
   * fewer come in order, and the graph is the same each time.
   */
  private static final int MANY = 50_000;

  private final Path folder;
  private final Kernels kernels;
  private final IndexListener listener;
  private final long commitNanoseconds;

  private IndexBuilder(
      Path folder, Kernels kernels, IndexListener listener, long commitNanoseconds) {
    this.folder = folder;
    this.kernels = kernels;
    this.listener = listener;
    this.commitNanoseconds = commitNanoseconds;
  }

  /**
   * A builder of the index in a folder.
   *
   * @param kernels that encode
   */
  public static IndexBuilder of(Path folder, Kernels kernels) {
    return new IndexBuilder(folder, kernels, IndexListener.SILENT, COMMIT_NANOSECONDS);
  }

  /** The same, watched. */
  public IndexBuilder withListener(IndexListener value) {
    return new IndexBuilder(folder, kernels, value, commitNanoseconds);
  }

  /** The same, committing after so many seconds; 0 commits after every block of samples. */
  public IndexBuilder withCommitSeconds(double seconds) {
    return new IndexBuilder(folder, kernels, listener, (long) (seconds * 1e9));
  }

  /**
   * What a writing changed.
   *
   * @param added items that were not there before
   * @param replaced items put in the place of others of the same id
   * @param deleted items that are gone
   * @param items that the index has now
   */
  public record Change(int added, int replaced, int deleted, int items) {}

  /** The folder of the index. */
  public Path folder() {
    return folder;
  }

  /** The model of the index that is there. */
  public ModelFile.Model model() {
    return IndexFolder.readModel(folder, IndexFolder.manifest(folder), kernels);
  }

  /**
   * Refuses a model that did not make the codes of the index that is there.
   *
   * @param name of the model, for the message
   * @throws IndexException saying so
   */
  public void checkModel(ModelFile.Model model, String name) {
    IndexFolder.checkModel(folder, IndexFolder.manifest(folder), model, name);
  }

  /**
   * Begins an index and puts samples in.
   *
   * @param data prepared for {@code model}
   * @throws IndexException if the folder holds something already
   */
  public Change build(ModelFile.Model model, IndexData data, IndexOptions options) {
    return build(model, Entries.encoded(model, data), options);
  }

  /**
   * Begins an index of codes that are there already.
   *
   * @param model that made them; what is asked of the index is encoded by it
   * @throws IndexException if the folder holds something already
   * @throws IllegalArgumentException if the model's codes have another number of units
   */
  public Change build(ModelFile.Model model, StoredCodes codes, IndexOptions options) {
    int units = model.autoencoder().codeSize();
    if (codes.codes().columns() != units) {
      throw new IllegalArgumentException(
          "%s: codes of %d numbers are not those of a model whose code has %d"
              .formatted(codes.name(), codes.codes().columns(), units));
    }
    return build(model, Entries.stored(codes), options);
  }

  private Change build(ModelFile.Model model, Entries entries, IndexOptions options) {
    checkFree();
    Manifest manifest =
        new Manifest(
            options, model.autoencoder().codeSize(), ModelFingerprint.of(model), entries.name(), 0);
    writeModel(model, manifest);
    try (CodeWriter writer = CodeWriter.open(folder, manifest)) {
      // Committed empty, so that it can be opened whatever happens from here on.
      writer.commit();
      put(writer, entries, true);
      writer.join();
      writer.commit();
    }
    int items = size();
    return new Change(items, 0, 0, items);
  }

  /** Puts samples in; those of an id that is there take its place. */
  public Change add(ModelFile.Model model, IndexData data) {
    Manifest manifest = IndexFolder.manifest(folder);
    IndexFolder.checkModel(folder, manifest, model, "the model given");
    int before;
    try (CodeWriter writer = CodeWriter.open(folder, manifest)) {
      // What another writer has committed until the lock was ours counts.
      writer.become(IndexFolder.manifest(folder));
      before = size();
      put(writer, Entries.encoded(model, data), true);
      writer.commit();
    }
    int items = size();
    int added = items - before;
    return new Change(added, data.samples().size() - added, 0, items);
  }

  /**
   * Deletes items by id.
   *
   * @throws IndexException if one of them is not there; then nothing is deleted
   */
  public Change delete(Collection<String> ids) {
    Manifest manifest = IndexFolder.manifest(folder);
    try (CodeReader reader = CodeReader.open(folder, manifest)) {
      List<String> unknown = ids.stream().filter(id -> reader.item(id).isEmpty()).toList();
      if (!unknown.isEmpty()) {
        throw SearchIndex.unknown(folder, unknown);
      }
    }
    return deleting(manifest, writer -> writer.delete(ids));
  }

  /** Deletes the items that have these values. */
  public Change deleteWhere(Map<String, String> where) {
    return deleting(IndexFolder.manifest(folder), writer -> writer.deleteWhere(where));
  }

  private Change deleting(Manifest manifest, Consumer<CodeWriter> deletion) {
    int before;
    try (CodeWriter writer = CodeWriter.open(folder, manifest)) {
      before = size();
      deletion.accept(writer);
      writer.commit();
    }
    int items = size();
    return new Change(0, 0, before - items, items);
  }

  /**
   * Encodes samples with another model and puts them in place of all that is there: one commit,
   * before which readers see the old index and after which the new one.
   */
  public Change rebuild(ModelFile.Model model, IndexData data, IndexOptions options) {
    Manifest old = IndexFolder.manifest(folder);
    Manifest manifest =
        new Manifest(
            options,
            model.autoencoder().codeSize(),
            ModelFingerprint.of(model),
            data.samples().name(),
            0);
    int before = size();
    try (CodeWriter writer = CodeWriter.open(folder, manifest)) {
      writeModel(model, manifest);
      writer.deleteAll();
      put(writer, Entries.encoded(model, data), false);
      writer.join();
      writer.commit();
    }
    if (!old.model().equals(manifest.model())) {
      deleteModel(old);
    }
    int items = size();
    return new Change(items, 0, before, items);
  }

  private void put(CodeWriter writer, Entries entries, boolean committing) {
    int size = entries.size();
    long first = writer.manifest().next();
    listener.started(size);
    long committed = System.nanoTime();
    for (int from = 0; from < size; from += BLOCK) {
      int count = Math.min(BLOCK, size - from);
      putBlock(writer, entries, from, count, first);
      listener.put(from + count);
      if (committing && System.nanoTime() - committed > commitNanoseconds) {
        writer.become(writer.manifest().withNext(next(entries, first, from + count)));
        writer.commit();
        committed = System.nanoTime();
      }
    }
    writer.become(writer.manifest().withNext(next(entries, first, size)));
  }

  private static long next(Entries entries, long first, int count) {
    return entries.isNumbered() ? first + count : first;
  }

  private static void putBlock(
      CodeWriter writer, Entries entries, int from, int count, long first) {
    Tensor codes = entries.codesOf().block(from, count);
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            writer.put(
                entries.itemOf().of(from + i, first), finite(codes.row(i), entries, from + i));
          }
        };
    if (entries.size() < MANY) {
      work.run();
      return;
    }
    new Workers(Runtime.getRuntime().availableProcessors()).run(_ -> work.run());
  }

  private static float[] finite(float[] code, Entries entries, int row) {
    for (float value : code) {
      if (!Float.isFinite(value)) {
        throw new IndexException(
            "%s: the model's code of row %d holds %s, which has no distance from anything; look for"
                    .formatted(entries.source(), row + 1, value)
                + " numbers far outside those the model was trained on");
      }
    }
    return code;
  }

  private int size() {
    try (CodeReader reader = CodeReader.open(folder, IndexFolder.manifest(folder))) {
      return reader.size();
    }
  }

  /**
   * Looks whether an index can be built here, before much else is done.
   *
   * @throws IndexException if the folder holds something already
   */
  public void checkFree() {
    try {
      if (Files.isDirectory(IndexFolder.codes(folder))) {
        throw new IndexException(
            "%s: there is an index already; add to it, rebuild it, or name another folder"
                .formatted(folder));
      }
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new IndexException("%s: is a file; name a folder".formatted(folder));
      }
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          if (files.anyMatch(Predicate.not(this::isLeftOver))) {
            throw new IndexException(
                "%s: holds other things; name a folder that is empty or not there yet"
                    .formatted(folder));
          }
        }
      }
    } catch (IOException e) {
      throw CodeWriter.failed(folder, e);
    }
  }

  /** A model that a build wrote which was killed before its first commit. */
  private boolean isLeftOver(Path file) {
    String name = file.getFileName().toString();
    return name.matches("\\.?model-[0-9a-f]{12}\\.safetensors.*");
  }

  private void writeModel(ModelFile.Model model, Manifest manifest) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IndexException("%s: cannot be made: %s".formatted(folder, Reason.of(e)), e);
    }
    ModelFile.write(IndexFolder.model(folder, manifest), model);
  }

  private void deleteModel(Manifest old) {
    try {
      Files.deleteIfExists(IndexFolder.model(folder, old));
    } catch (IOException e) {
      throw CodeWriter.failed(folder, e);
    }
  }
}
