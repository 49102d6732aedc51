package dev.hourglass.tasks.compress;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/**
 * Brings back the samples of a compressed file, a block at a time.
 *
 * <p>Codes are read in integers and are the same everywhere; what a lossy file's reconstruction
 * makes of them is as exact as the kernels. A lossless file's comes back exactly.
 */
public final class Decompressor {
  private final CompressedFile file;
  private final Optional<ModelFile.Model> model;

  /**
   * With the model that the file was made with.
   *
   * @param model empty where the file needs none
   * @throws CompressionException if it is another, or missing
   */
  public Decompressor(CompressedFile file, Optional<ModelFile.Model> model) {
    this.file = file;
    this.model = file.fingerprint().isPresent() ? model : Optional.empty();
    if (file.fingerprint().isPresent()) {
      file.check(model.orElseThrow(file::lacksModel));
    }
  }

  /** What is read from. */
  public CompressedFile file() {
    return file;
  }

  Optional<Preparation> preparation() {
    return model.map(ModelFile.Model::preparation);
  }

  /** What comes back of a block. */
  sealed interface Restored {
    /** Reconstructions as the model puts them out, {@code [samples, features]}. */
    record Reconstructions(Tensor rows) implements Restored {}

    /** Whole numbers, {@code [samples][features]}. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Numbers(int[][] samples) implements Restored {}

    /** Lines of a text table. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Text(byte[] bytes) implements Restored {}
  }

  /**
   * Brings back a block.
   *
   * @throws CompressionException if it is damaged
   */
  Restored block(int block) {
    ExactCoding exact = new ExactCoding(model, file.quantizer());
    int items = file.itemsOf(block);
    try {
      return switch (file.header().mode()) {
        case LOSSY -> reconstructed(model.orElseThrow().autoencoder().decode(file.codes(block)));
        case NUMBERS -> new Restored.Numbers(exact.readNumbers(file.payload(block), items, kind()));
        case TEXT ->
            new Restored.Text(
                exact.readLines(file.payload(block), items, file.layout().orElseThrow()));
      };
    } catch (IllegalArgumentException e) {
      throw file.senseless(block, e);
    }
  }

  private Restored reconstructed(Tensor rows) {
    SampleNumbers numbers = file.header().numbers();
    if (!numbers.areWhole()) {
      return new Restored.Reconstructions(rows);
    }
    int[][] samples = new int[rows.rows()][file.header().shape().features()];
    for (int i = 0; i < samples.length; i++) {
      numbers.nearest(model.orElseThrow().preparation(), rows.row(i), samples[i]);
    }
    return new Restored.Numbers(samples);
  }

  private RestoredNumbers kind() {
    Preparation preparation =
        preparation().orElseGet(() -> Preparation.none(file.header().shape()));
    return new RestoredNumbers(file.header().shape(), file.header().numbers(), preparation);
  }
}
