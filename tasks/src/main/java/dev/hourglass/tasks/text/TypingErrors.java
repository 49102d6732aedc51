package dev.hourglass.tasks.text;

import dev.hourglass.engine.tensor.Noise;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Draws typing errors as a {@link TypingModel} knows them: the corruption that the denoising
 * autoencoder learns to undo. Safe to use from several threads.
 */
final class TypingErrors {
  /** Shares of words with one, two and three errors where no pairs tell. */
  private static final double[] USUAL_COUNTS = {0.8, 0.15, 0.05};

  /** Contexts whose odds are kept; beyond them they are computed each time. */
  private static final int MOST_KEPT = 20_000;

  /** Characters that are drawn to be put in; of scripts with thousands the frequent ones. */
  private static final int MOST_DRAWN = 200;

  private final TypingModel model;
  private final int letters;
  private final Map<Long, float[]> odds = new ConcurrentHashMap<>();

  TypingErrors(TypingModel model) {
    this.model = model;
    this.letters = Math.min(MOST_DRAWN, model.usualSlips().alphabet().size());
  }

  /** How many errors a word gets, at least one. */
  static int count(double uniform) {
    double sum = 0;
    for (int i = 0; i < USUAL_COUNTS.length; i++) {
      sum += USUAL_COUNTS[i];
      if (uniform < sum) {
        return i + 1;
      }
    }
    return USUAL_COUNTS.length;
  }

  /**
   * A word with errors.
   *
   * @param key of the noise; its counters from 0 are used
   * @param errors how many
   */
  int[] draw(int[] word, int errors, long key) {
    int[] typed = word;
    for (int e = 0; e < errors; e++) {
      typed = slip(typed, Noise.uniform(key, 2 * e), Noise.uniform(key, 2 * e + 1));
    }
    return typed;
  }

  /** One slip, at a place and of a kind as likely as the model says. */
  private int[] slip(int[] word, double place, double kind) {
    float total = 0;
    for (int i = 0; i <= word.length; i++) {
      float[] here = oddsAt(word, i);
      total += here[here.length - 1];
    }
    float wanted = (float) (place * total);
    int i = 0;
    while (i < word.length) {
      float[] here = oddsAt(word, i);
      wanted -= here[here.length - 1];
      if (wanted < 0) {
        break;
      }
      i++;
    }
    float[] here = oddsAt(word, i);
    float drawn = (float) (kind * here[here.length - 1]);
    int choice = 0;
    while (choice < here.length - 1 && here[choice] <= drawn) {
      choice++;
    }
    return changed(word, i, choice);
  }

  /**
   * Cumulative odds of what can happen at a place: put letter d in before it, leave it out, swap it
   * with the next, exchange it for d.
   */
  private float[] oddsAt(int[] word, int i) {
    int before = i == 0 ? Alphabet.EDGE : word[i - 1];
    int at = i == word.length ? Alphabet.EDGE : word[i];
    int after = i + 1 >= word.length ? Alphabet.EDGE : word[i + 1];
    long key = ((long) before << Alphabet.BITS | at) << Alphabet.BITS | after;
    float[] known = odds.get(key);
    if (known != null) {
      return known;
    }
    float[] computed = odds(before, at, after);
    if (odds.size() < MOST_KEPT) {
      odds.put(key, computed);
    }
    return computed;
  }

  private float[] odds(int before, int at, int after) {
    float[] cumulative = new float[2 * letters + 2];
    float sum = 0;
    int next = 0;
    for (int d = 1; d <= letters; d++) {
      sum += model.added(before, at, d);
      cumulative[next++] = sum;
    }
    if (at != Alphabet.EDGE) {
      sum += model.omitted(before, at, after);
      cumulative[next++] = sum;
      sum += after == Alphabet.EDGE || after == at ? 0 : model.swapped(before, at, after);
      cumulative[next++] = sum;
      for (int d = 1; d <= letters; d++) {
        sum += d == at ? 0 : model.exchanged(before, at, after, d);
        cumulative[next++] = sum;
      }
    }
    return Arrays.copyOf(cumulative, next);
  }

  private int[] changed(int[] word, int i, int choice) {
    if (choice < letters) {
      int[] longer = Arrays.copyOf(word, word.length + 1);
      System.arraycopy(word, i, longer, i + 1, word.length - i);
      longer[i] = choice + 1;
      return longer;
    }
    if (choice == letters) {
      int[] shorter = Arrays.copyOf(word, word.length - 1);
      System.arraycopy(word, i + 1, shorter, i, word.length - 1 - i);
      return shorter.length == 0 ? word : shorter;
    }
    int[] same = word.clone();
    if (choice == letters + 1) {
      if (i + 1 < word.length) {
        same[i] = word[i + 1];
        same[i + 1] = word[i];
      }
    } else {
      same[i] = Math.min(letters, choice - letters - 1);
    }
    return same;
  }
}
