package dev.hourglass.tasks.text;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.text.CandidateSearch.Candidate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes right words of misspelt ones: fitted on a word list of any language, saved in one model
 * file, loaded, asked.
 *
 * <pre>{@code
 * WordCorrector corrector =
 *     WordCorrector.fit(words, pairs, CorrectorOptions.defaults(words.size()), kernels, SILENT);
 * corrector.suggestions("recieve", 5); // receive, relieve, …
 * }</pre>
 *
 * <p>A denoising autoencoder, trained on words with drawn typing errors, finds words that are more
 * than two edits away by their codes and judges all candidates by its decoder's likelihood; an
 * exact index finds those within two edits; a model of slips and how often words are used are
 * weighed beside the decoder.
 *
 * <p>Immutable and safe to use from several threads.
 */
public final class WordCorrector {
  /**
   * What an unknown word costs that is right as it stands, in nats: words beyond that are so far
   * away that something else was meant.
   */
  private static final double UNKNOWN = 4;

  private static final double UNKNOWN_PER_LETTER = 1.3;

  private final ModelFile.Model model;
  private final WordList list;
  private final Alphabet alphabet;
  private final Ranking ranking;
  private final TypingModel slips;
  private final CandidateSearch search;

  private WordCorrector(ModelFile.Model model, CorrectorState state) {
    this.model = model;
    this.list = state.words();
    this.ranking = state.ranking();
    List<String> folded = list.folded();
    this.alphabet = Alphabet.of(folded);
    List<int[]> words = folded.stream().map(alphabet::symbols).toList();
    this.slips = TypingModel.of(new UsualSlips(alphabet), state.slips());
    SpellingNetwork network = SpellingNetwork.of(alphabet, words);
    if (model.autoencoder().features() != network.features()
        || model.autoencoder().blueprint().targetFeatures() != network.outputs()) {
      throw new IllegalArgumentException(
          "the model's network reads %d features, but its %d words want %d"
              .formatted(model.autoencoder().features(), words.size(), network.features()));
    }
    this.search = new CandidateSearch(list, words, network, model.autoencoder());
  }

  /**
   * Fits a corrector.
   *
   * @param words the right ones
   * @param pairs misspellings from which the slips of these typists are learned, without those
   *     whose right word is not in the list; none for what is usual
   */
  public static WordCorrector fit(
      WordList words,
      List<Misspelling> pairs,
      CorrectorOptions options,
      Kernels kernels,
      TrainingListener listener) {
    return of(CorrectorFitting.fit(words, pairs, options, kernels, listener));
  }

  /**
   * The corrector in a model file.
   *
   * @throws ModelFileException if there is none, or the file cannot be read
   */
  public static WordCorrector load(Path file, Kernels kernels) {
    ModelFile.Model model = ModelFile.read(file, kernels);
    if (model.section(CorrectorSection.CODEC).isEmpty()) {
      throw new ModelFileException(
          file.toString(),
          ModelFileException.Kind.FOREIGN,
          "it holds a model without a corrector of words, which 'denoise text fit' makes");
    }
    try {
      return of(model);
    } catch (IllegalArgumentException e) {
      throw new ModelFileException(
          file.toString(), ModelFileException.Kind.CORRUPT, e.getMessage());
    }
  }

  /**
   * The corrector that a model holds.
   *
   * @throws IllegalArgumentException if it holds none
   */
  public static WordCorrector of(ModelFile.Model model) {
    return new WordCorrector(
        model,
        model
            .section(CorrectorSection.CODEC)
            .orElseThrow(
                () -> new IllegalArgumentException("the model has no section of a corrector")));
  }

  /** Writes the model file, whole or not at all. */
  public void save(Path file) {
    ModelFile.write(file, model);
  }

  /** The model with all that the corrector keeps. */
  public ModelFile.Model model() {
    return model;
  }

  /** The right words. */
  public WordList words() {
    return list;
  }

  /** Whether it is one of the right words, in whatever case. */
  public boolean isRight(String word) {
    return list.contains(word);
  }

  /** How many of a word's letters occur in the word list. */
  int knownLetters(String word) {
    return (int)
        WordList.fold(word)
            .codePoints()
            .filter(c -> alphabet.symbol(c) != Alphabet.FOREIGN)
            .count();
  }

  /**
   * The words that may have been meant, the likeliest first; a word of the list is only itself.
   *
   * @param count the most that are given
   */
  public List<Suggestion> suggestions(String typed, int count) {
    return suggestions(List.of(typed), count).getFirst();
  }

  /** The same for many words at once, which is faster; on all processors. */
  public List<List<Suggestion>> suggestions(List<String> typed, int count) {
    List<int[]> unknown = new ArrayList<>();
    for (String word : typed) {
      if (list.number(word) < 0) {
        unknown.add(alphabet.symbols(WordList.fold(word)));
      }
    }
    List<List<Candidate>> candidates = search.of(unknown, _ -> slips);
    List<List<Suggestion>> all = new ArrayList<>(typed.size());
    int next = 0;
    for (String word : typed) {
      int known = list.number(word);
      if (known >= 0) {
        all.add(List.of(new Suggestion(list.word(known), 1)));
      } else {
        all.add(ranked(candidates.get(next), unknown.get(next).length, count));
        next++;
      }
    }
    return all;
  }

  private List<Suggestion> ranked(List<Candidate> candidates, int letters, int count) {
    record Scored(int word, double score) {}
    List<Scored> scored =
        candidates.stream()
            .map(c -> new Scored(c.word(), ranking.score(c.features())))
            .sorted(
                Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::word))
            .toList();
    double[] shares = new double[scored.size() + 1];
    for (int i = 0; i < scored.size(); i++) {
      shares[i] = scored.get(i).score();
    }
    shares[scored.size()] =
        -ranking.slips() * (UNKNOWN + UNKNOWN_PER_LETTER * letters)
            + ranking.use() * search.meanLogCount();
    Ranking.toShares(shares);
    List<Suggestion> suggestions = new ArrayList<>();
    for (int i = 0; i < Math.min(count, scored.size()); i++) {
      suggestions.add(new Suggestion(list.word(scored.get(i).word()), shares[i]));
    }
    return suggestions;
  }
}
