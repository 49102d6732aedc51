package dev.hourglass.tasks.text;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowSamples;
import dev.hourglass.data.dataset.SampleShape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/**
 * Right words as targets of the network: a one for each character at its place, and for the end
 * where there is room. Many samples may be of one word, so rows are made when they are asked for.
 */
final class WrittenWords implements RowSamples {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final SpellingNetwork network;
  private final List<int[]> words;
  private final int[] chosen;

  /**
   * Targets.
   *
   * @param words as symbols
   * @param chosen the word of each sample
   */
  WrittenWords(SpellingNetwork network, List<int[]> words, int[] chosen) {
    this.network = network;
    this.words = words;
    this.chosen = chosen;
  }

  @Override
  public void copyRow(int row, MemorySegment into, long at) {
    int[] word = words.get(chosen[row]);
    into.asSlice(at, (long) network.outputs() * Float.BYTES).fill((byte) 0);
    for (int i = 0; i < Math.min(network.places(), word.length + 1); i++) {
      int symbol = i == word.length ? Alphabet.EDGE : word[i];
      into.set(FLOAT, at + (long) network.output(i, symbol) * Float.BYTES, 1f);
    }
  }

  @Override
  public int size() {
    return chosen.length;
  }

  @Override
  public SampleShape shape() {
    return SampleShape.vector(network.outputs());
  }

  @Override
  public Optional<Labels> labels() {
    return Optional.empty();
  }

  @Override
  public List<String> featureNames() {
    return List.of();
  }

  @Override
  public String source() {
    return "right words";
  }
}
