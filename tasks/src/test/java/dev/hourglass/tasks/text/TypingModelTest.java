package dev.hourglass.tasks.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.tasks.text.Ranking.Decision;
import dev.hourglass.tasks.text.Ranking.Features;
import dev.hourglass.tasks.text.TypingModel.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TypingModelTest {
  private static final Alphabet LETTERS = Alphabet.of(List.of("abcdefghijklmnopqrstuvwxyz"));
  private static final UsualSlips USUAL = new UsualSlips(LETTERS);

  private static int[] symbols(String word) {
    return LETTERS.symbols(word);
  }

  private static float cost(TypingModel model, String right, String typed) {
    return new TypingAlignment(model).cost(symbols(right), symbols(typed));
  }

  @Test
  void a_slip_costs_what_its_probability_says() {
    TypingModel usual = TypingModel.usual(USUAL);
    int t = LETTERS.symbol('t');
    int e = LETTERS.symbol('e');
    int h = LETTERS.symbol('h');
    assertThat(cost(usual, "the", "the")).isZero();
    assertThat(cost(usual, "the", "teh"))
        .isCloseTo((float) -Math.log(usual.swapped(t, h, e)), within(1e-5f));
    assertThat(cost(usual, "the", "te"))
        .isCloseTo((float) -Math.log(usual.omitted(t, h, e)), within(1e-5f));
  }

  @Test
  void neighbouring_keys_and_double_letters_are_usual_slips() {
    TypingModel usual = TypingModel.usual(USUAL);
    assertThat(cost(usual, "cat", "cst")).isLessThan(cost(usual, "cat", "cpt"));
    assertThat(cost(usual, "letter", "leter")).isLessThan(cost(usual, "lester", "leter"));
    assertThat(cost(usual, "later", "latter")).isLessThan(cost(usual, "later", "lapter"));
    assertThat(cost(usual, "later", "laer")).isLessThan(cost(usual, "later", "ater"));
  }

  @Test
  void slips_of_pairs_are_learned_with_what_stood_beside_them() {
    List<Pair> pairs =
        new ArrayList<>(Collections.nCopies(40, new Pair(symbols("phone"), symbols("fone"))));
    pairs.addAll(Collections.nCopies(40, new Pair(symbols("dance"), symbols("danse"))));
    pairs.addAll(Collections.nCopies(40, new Pair(symbols("cat"), symbols("cta"))));
    TypingModel usual = TypingModel.usual(USUAL);
    TypingModel learned = TypingModel.learn(USUAL, pairs);
    assertThat(cost(learned, "fence", "fense")).isLessThan(cost(usual, "fence", "fense") - 2);
    assertThat(cost(learned, "photo", "foto")).isLessThan(cost(usual, "photo", "foto") - 2);
    assertThat(cost(learned, "cat", "sat")).isGreaterThan(cost(learned, "fence", "fense") + 1);
  }

  @Test
  void errors_are_drawn_as_often_as_the_model_says() {
    TypingModel model = TypingModel.usual(USUAL);
    TypingErrors errors = new TypingErrors(model);
    int[] word = symbols("street");
    Map<String, Integer> drawn = new HashMap<>();
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      int[] typed = errors.draw(word, 1, Noise.key(7, NoisePurpose.TYPING_ERRORS, 0, i));
      StringBuilder text = new StringBuilder();
      for (int symbol : typed) {
        text.appendCodePoint(LETTERS.codePoint(symbol));
      }
      drawn.merge(text.toString(), 1, Integer::sum);
    }
    double omitted = drawn.get("stret");
    double swapped = drawn.get("tsreet");
    int s = LETTERS.symbol('s');
    int t = LETTERS.symbol('t');
    int r = LETTERS.symbol('r');
    int e = LETTERS.symbol('e');
    double expected =
        (model.omitted(r, e, e) + model.omitted(e, e, t)) / model.swapped(Alphabet.EDGE, s, t);
    assertThat(omitted / swapped).isCloseTo(expected, within(0.2 * expected));
    assertThat(drawn.keySet()).hasSizeGreaterThan(100);
  }

  @Test
  void weights_come_out_as_those_that_decisions_were_drawn_with() {
    Random random = new Random(3);
    Ranking truth = new Ranking(0.8, 0.5, 0.3);
    List<Decision> decisions = new ArrayList<>();
    for (int d = 0; d < 6_000; d++) {
      List<Features> candidates = new ArrayList<>();
      double[] shares = new double[4];
      for (int c = 0; c < shares.length; c++) {
        Features features =
            new Features(4 * random.nextDouble(), 4 * random.nextDouble(), 4 * random.nextDouble());
        candidates.add(features);
        shares[c] = truth.score(features);
      }
      Ranking.toShares(shares);
      double drawn = random.nextDouble();
      int right = 0;
      while (right < shares.length - 1 && drawn >= shares[right]) {
        drawn -= shares[right++];
      }
      decisions.add(new Decision(candidates, right));
    }
    Ranking learned = Ranking.learn(decisions);
    assertThat(learned.slips()).isCloseTo(truth.slips(), within(0.06));
    assertThat(learned.spelling()).isCloseTo(truth.spelling(), within(0.06));
    assertThat(learned.use()).isCloseTo(truth.use(), within(0.06));
  }
}
