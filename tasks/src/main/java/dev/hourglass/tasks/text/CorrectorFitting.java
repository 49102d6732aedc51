package dev.hourglass.tasks.text;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.tasks.text.CandidateSearch.Candidate;
import dev.hourglass.tasks.text.Ranking.Decision;
import dev.hourglass.tasks.text.TypingModel.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Fits a corrector: typing model, autoencoder over drawn errors, weights of the ranking. */
final class CorrectorFitting {
  /** Fewer pairs tell nothing of how to weigh. */
  private static final int ENOUGH_TO_RANK = 50;

  /** Of more pairs so many weigh. */
  private static final int MOST_TO_RANK = 20_000;

  /** A counter of the noise beyond those that the slips of a word use. */
  private static final int COUNT_OF_ERRORS = 100;

  private final WordList list;
  private final List<int[]> words;
  private final UsualSlips usual;
  private final SpellingNetwork network;
  private final CorrectorOptions options;

  private CorrectorFitting(WordList list, CorrectorOptions options) {
    this.list = list;
    this.options = options;
    List<String> folded = list.folded();
    Alphabet alphabet = Alphabet.of(folded);
    this.words = folded.stream().map(alphabet::symbols).toList();
    this.usual = new UsualSlips(alphabet);
    this.network = SpellingNetwork.of(alphabet, words);
  }

  static ModelFile.Model fit(
      WordList list,
      List<Misspelling> misspellings,
      CorrectorOptions options,
      Kernels kernels,
      TrainingListener listener) {
    return new CorrectorFitting(list, options).fit(misspellings, kernels, listener);
  }

  private ModelFile.Model fit(
      List<Misspelling> misspellings, Kernels kernels, TrainingListener listener) {
    List<Pair> pairs = usable(misspellings);
    TypingModel slips = TypingModel.learn(usual, pairs);
    int[] chosen = IntStream.range(0, options.samples()).map(i -> i % words.size()).toArray();
    SparseSamples typed = network.samples(drawn(new TypingErrors(slips), chosen));
    TrainingResult result =
        new Trainer(SpellingNetwork.training(options.seed()), kernels)
            .withListener(listener)
            .train(
                network.blueprint(),
                new Pairs(typed, new WrittenWords(network, words, chosen)),
                Optional.empty());
    Ranking ranking = pairs.size() < ENOUGH_TO_RANK ? Ranking.USUAL : ranking(pairs, result);
    return result
        .model(
            Preparation.none(network.blueprint().shape()),
            SpellingNetwork.training(options.seed()),
            typed)
        .withSection(CorrectorSection.CODEC, new CorrectorState(list, slips.counts(), ranking));
  }

  /** Pairs whose right word is in the list and whose typed word is another. */
  private List<Pair> usable(List<Misspelling> misspellings) {
    List<Pair> pairs = new ArrayList<>();
    for (Misspelling misspelling : misspellings) {
      int right = list.number(misspelling.right());
      String typed = WordList.fold(misspelling.typed());
      if (right >= 0 && list.number(typed) < 0) {
        pairs.add(new Pair(words.get(right), usual.alphabet().symbols(typed)));
      }
    }
    return pairs;
  }

  private List<int[]> drawn(TypingErrors errors, int[] chosen) {
    return IntStream.range(0, chosen.length)
        .parallel()
        .mapToObj(
            i -> {
              long key = Noise.key(options.seed(), NoisePurpose.TYPING_ERRORS, 0, i);
              int count = TypingErrors.count(Noise.uniform(key, COUNT_OF_ERRORS));
              return errors.draw(words.get(chosen[i]), count, key);
            })
        .toList();
  }

  /** Each half of the pairs is ranked with slips that were learned from the other half. */
  private Ranking ranking(List<Pair> pairs, TrainingResult result) {
    int size = Math.min(MOST_TO_RANK, pairs.size());
    List<Pair> some = pairs.subList(0, size);
    TypingModel[] halves = new TypingModel[2];
    for (int half = 0; half < 2; half++) {
      int wanted = half;
      halves[half] =
          TypingModel.learn(usual, some.stream().filter(pair -> half(pair) == wanted).toList());
    }
    CandidateSearch search = new CandidateSearch(list, words, network, result.autoencoder());
    List<List<Candidate>> candidates =
        search.of(some.stream().map(Pair::typed).toList(), i -> halves[1 - half(some.get(i))]);
    List<Decision> decisions = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int[] meant = some.get(i).right();
      List<Candidate> found = candidates.get(i);
      int right =
          IntStream.range(0, found.size())
              .filter(c -> words.get(found.get(c).word()) == meant)
              .findFirst()
              .orElse(-1);
      if (right >= 0 && found.size() > 1) {
        decisions.add(new Decision(found.stream().map(Candidate::features).toList(), right));
      }
    }
    return Ranking.learn(decisions);
  }

  /** All misspellings of a word are in one half. */
  private static int half(Pair pair) {
    int hash = Arrays.hashCode(pair.right());
    return (hash ^ hash >>> 16) & 1;
  }
}
