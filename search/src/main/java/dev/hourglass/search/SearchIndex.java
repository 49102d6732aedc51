package dev.hourglass.search;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFingerprint;
import dev.hourglass.base.Excerpt;
import dev.hourglass.engine.kernel.Kernels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An index opened for questions: which items' codes are nearest to this one.
 *
 * <pre>{@code
 * try (SearchIndex index = SearchIndex.open(folder, kernels)) {
 *   float[] code = index.model().autoencoder().encode(sample);
 *   List<Neighbour> similar = index.nearest(code, Question.nearest(10));
 * }
 * }</pre>
 *
 * <p>It answers by what was committed when it was opened; opened again, by what has been since.
 * Safe to use from several threads.
 */
public final class SearchIndex implements AutoCloseable {
  private final Path folder;
  private final Manifest manifest;
  private final ModelFile.Model model;
  private final CodeReader codes;

  private SearchIndex(Path folder, Manifest manifest, ModelFile.Model model, CodeReader codes) {
    this.folder = folder;
    this.manifest = manifest;
    this.model = model;
    this.codes = codes;
  }

  /**
   * Opens an index.
   *
   * @param kernels that the model inside computes with
   * @throws IndexException if there is none, or it is damaged or too new
   */
  public static SearchIndex open(Path folder, Kernels kernels) {
    Manifest manifest = IndexFolder.manifest(folder);
    ModelFile.Model model = IndexFolder.readModel(folder, manifest, kernels);
    return new SearchIndex(folder, manifest, model, CodeReader.open(folder, manifest));
  }

  /** Where it lies. */
  public Path folder() {
    return folder;
  }

  /** How it keeps codes. */
  public IndexOptions options() {
    return manifest.options();
  }

  /** The model that made its codes. */
  public ModelFile.Model model() {
    return model;
  }

  /** The fingerprint of that model. */
  public ModelFingerprint fingerprint() {
    return manifest.model();
  }

  /** What its first samples were called. */
  public String data() {
    return manifest.data();
  }

  /** How many items it has. */
  public int size() {
    return codes.size();
  }

  /** Bytes of codes, graph, ids, labels and fields on the disk; without the model. */
  public long codeBytes() {
    return IndexFolder.codeBytes(folder);
  }

  /**
   * The items nearest to a code, nearest first; fewer where there are fewer.
   *
   * @param code of the index's model
   * @throws IndexException if the index is empty
   * @throws IllegalArgumentException if the code has another size
   */
  public List<Neighbour> nearest(float[] code, Question question) {
    if (code.length != manifest.codeSize()) {
      throw new IllegalArgumentException(
          "a query of %d numbers does not fit codes of %d"
              .formatted(code.length, manifest.codeSize()));
    }
    if (size() == 0) {
      throw new IndexException("%s: the index is empty; add to it first".formatted(folder));
    }
    return codes.nearest(code, question);
  }

  /** The same without the item of that id, as when that item is the query. */
  public List<Neighbour> nearestBut(String id, float[] code, Question question) {
    return nearest(code, question.withOneMore()).stream()
        .filter(neighbour -> !neighbour.item().id().equals(id))
        .limit(question.neighbours())
        .toList();
  }

  /** How many items have these values. */
  public int count(Map<String, String> where) {
    return codes.count(where);
  }

  /** The item of an id, if there is one. */
  public Optional<Item> find(String id) {
    return codes.item(id);
  }

  /**
   * The item of an id.
   *
   * @throws IndexException if there is none
   */
  public Item item(String id) {
    return find(id).orElseThrow(() -> unknown(folder, List.of(id)));
  }

  /**
   * The code of an item.
   *
   * @throws IndexException if there is no such item
   */
  public float[] code(String id) {
    return codes.code(id).orElseThrow(() -> unknown(folder, List.of(id)));
  }

  static IndexException unknown(Path folder, List<String> ids) {
    return new IndexException(
        "%s: has no item %s"
            .formatted(
                folder,
                Excerpt.of(
                    String.join(", ", ids.stream().limit(10).map(id -> "'" + id + "'").toList()))));
  }

  @Override
  public void close() {
    codes.close();
  }
}
