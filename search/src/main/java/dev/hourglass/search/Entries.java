package dev.hourglass.search;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What goes into an index, block by block.
 *
 * @param size how many there are
 * @param isNumbered whether ids are numbers that the index gives
 * @param name of the data, for people
 * @param source of the data, for messages
 */
record Entries(
    int size, boolean isNumbered, String name, String source, CodesOf codesOf, ItemOf itemOf) {
  /** Codes of a block. */
  interface CodesOf {
    /** Codes of {@code count} entries from {@code from} on, {@code [count, code]}. */
    Tensor block(int from, int count);
  }

  /** What is known of an entry. */
  interface ItemOf {
    /**
     * Entry {@code i}.
     *
     * @param first number of the first entry, where they are numbered
     */
    Item of(int i, long first);
  }

  /** Samples as a model encodes them. */
  static Entries encoded(ModelFile.Model model, IndexData data) {
    int[] rows = RowOrder.all(data.samples().size());
    return new Entries(
        rows.length,
        data.ids().isEmpty(),
        data.samples().name(),
        data.samples().source(),
        (from, count) ->
            model
                .autoencoder()
                .encode(data.samples().subset(Arrays.copyOfRange(rows, from, from + count))),
        data::item);
  }

  /** Codes that are there already. */
  static Entries stored(StoredCodes stored) {
    return new Entries(
        stored.codes().rows(),
        stored.ids().isEmpty(),
        stored.name(),
        stored.name(),
        stored.codes()::slice,
        (i, first) ->
            new Item(
                stored.ids().isEmpty() ? Long.toString(first + i) : stored.ids().get(i),
                Optional.empty(),
                Map.of()));
  }
}
