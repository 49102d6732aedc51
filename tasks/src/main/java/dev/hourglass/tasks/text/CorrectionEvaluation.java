package dev.hourglass.tasks.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How well misspelt words are put right.
 *
 * @param pairs how many misspellings were judged
 * @param oneEdit how many of them are one edit from the right word
 * @param top1 the share whose first suggestion is the right word
 * @param top5 the share whose right word is among the first five
 * @param top1OneEdit the share whose first suggestion is right, of those one edit away; 0 of none
 * @param untouched the share of the right words that are left as they are
 * @param nearest the baseline: the share for which the nearest word in edits, the more used one of
 *     several, is right
 */
public record CorrectionEvaluation(
    int pairs,
    int oneEdit,
    double top1,
    double top5,
    double top1OneEdit,
    double untouched,
    double nearest) {
  private static final int BLOCK = 4_096;
  private static final int TOP = 5;

  /** Judges a corrector on pairs. */
  public static CorrectionEvaluation of(WordCorrector corrector, List<Misspelling> pairs) {
    NearestInEdits baseline = new NearestInEdits(corrector.words());
    EditDistance distance = new EditDistance();
    int first = 0;
    int among = 0;
    int oneEdit = 0;
    int firstOfOneEdit = 0;
    int nearest = 0;
    for (int from = 0; from < pairs.size(); from += BLOCK) {
      List<Misspelling> block = pairs.subList(from, Math.min(pairs.size(), from + BLOCK));
      List<List<Suggestion>> suggestions =
          corrector.suggestions(block.stream().map(Misspelling::typed).toList(), TOP);
      for (int i = 0; i < block.size(); i++) {
        String right = WordList.fold(block.get(i).right());
        String typed = WordList.fold(block.get(i).typed());
        List<String> words = suggestions.get(i).stream().map(s -> WordList.fold(s.word())).toList();
        boolean isFirst = !words.isEmpty() && words.getFirst().equals(right);
        first += isFirst ? 1 : 0;
        among += words.contains(right) ? 1 : 0;
        if (distance.between(typed.codePoints().toArray(), right.codePoints().toArray(), 1) == 1) {
          oneEdit++;
          firstOfOneEdit += isFirst ? 1 : 0;
        }
        nearest += baseline.of(typed).filter(right::equals).isPresent() ? 1 : 0;
      }
    }
    double size = pairs.size();
    return new CorrectionEvaluation(
        pairs.size(),
        oneEdit,
        first / size,
        among / size,
        firstOfOneEdit / (double) Math.max(1, oneEdit),
        untouched(corrector, pairs),
        nearest / size);
  }

  private static double untouched(WordCorrector corrector, List<Misspelling> pairs) {
    Set<String> right = new LinkedHashSet<>();
    pairs.forEach(pair -> right.add(pair.right()));
    TextCorrector text = new TextCorrector(corrector, TextCorrector.DEFAULT_CONFIDENCE);
    List<String> lines = new ArrayList<>(right);
    List<String> corrected = text.correct(lines, _ -> true).lines();
    int same = 0;
    for (int i = 0; i < lines.size(); i++) {
      same += corrected.get(i).equals(lines.get(i)) ? 1 : 0;
    }
    return same / (double) lines.size();
  }
}
