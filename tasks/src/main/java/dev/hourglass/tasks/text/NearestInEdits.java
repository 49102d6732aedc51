package dev.hourglass.tasks.text;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The baseline that spelling correctors are measured by: the word fewest edits away, up to two; of
 * several the one used most, then the first of the list, as SymSpell has it.
 */
final class NearestInEdits {
  private final WordList list;
  private final Alphabet alphabet;
  private final List<int[]> words;
  private final DeletionIndex index;
  private final NumberSet alike;
  private final EditDistance distance = new EditDistance();

  NearestInEdits(WordList list) {
    this.list = list;
    List<String> folded = list.folded();
    this.alphabet = Alphabet.of(folded);
    this.words = folded.stream().map(alphabet::symbols).toList();
    this.index = DeletionIndex.of(words);
    this.alike = new NumberSet(words.size());
  }

  /** The nearest word, folded. */
  Optional<String> of(String typed) {
    if (list.contains(typed)) {
      return Optional.of(typed);
    }
    int[] word = alphabet.symbols(typed);
    alike.clear();
    index.find(word, alike);
    record Near(int word, int edits, double count) {}
    return IntStream.range(0, alike.size())
        .map(alike::get)
        .mapToObj(
            w ->
                new Near(
                    w, distance.between(words.get(w), word, DeletionIndex.MOST), list.count(w)))
        .filter(near -> near.edits <= DeletionIndex.MOST)
        .min(
            Comparator.comparingInt(Near::edits)
                .thenComparing(Comparator.comparingDouble(Near::count).reversed())
                .thenComparing(Near::word))
        .map(near -> WordList.fold(list.word(near.word)));
  }
}
