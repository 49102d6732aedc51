package dev.hourglass.tasks.text;

import java.util.List;

/**
 * How likely each slip of a typist is: a character left out, put in, exchanged or swapped with the
 * next, given the characters around it.
 *
 * <p>What is usual of typists everywhere ({@link UsualSlips}) is the prior; counts of pairs that
 * were seen weigh in context by context, the narrower over the wider: p = (count + κ p′) / (N + κ),
 * where p′ is the estimate in the wider context (the noisy channel of Kernighan, Church and Gale
 * 1990, smoothed after MacKay and Peto 1995).
 */
final class TypingModel {
  /** How many sightings a wider context's estimate is worth. */
  private static final float PRIOR = 12;

  /** How often pairs are aligned anew with what the last alignments told. */
  private static final int ROUNDS = 3;

  /** What no model thinks likelier than. */
  private static final float LEAST = 1e-9f;

  /** The kinds of counts: what happened, in a context of one, two or three characters. */
  private enum Kind {
    OMITTED_1,
    OMITTED_2,
    OMITTED_3,
    ADDED_1,
    ADDED_2,
    ADDED_3,
    EXCHANGED_1,
    EXCHANGED_2,
    EXCHANGED_3,
    SWAPPED_2,
    SWAPPED_3,
    SEEN_1,
    SEEN_2,
    SEEN_3;

    long key(int a, int b, int c, int d) {
      return ((((ordinal() + 1L << Alphabet.BITS | a) << Alphabet.BITS | b) << Alphabet.BITS | c)
              << Alphabet.BITS)
          | d;
    }
  }

  private final UsualSlips usual;
  private final SparseCounts counts;

  private TypingModel(UsualSlips usual, SparseCounts counts) {
    this.usual = usual;
    this.counts = counts;
  }

  /** What is usual, before any pair was seen. */
  static TypingModel usual(UsualSlips usual) {
    return new TypingModel(usual, new SparseCounts());
  }

  /** A model of counts that were kept. */
  static TypingModel of(UsualSlips usual, SparseCounts counts) {
    return new TypingModel(usual, counts);
  }

  /** A word meant and what was typed, as symbols. */
  record Pair(int[] right, int[] typed) {}

  /** Learns from pairs. */
  static TypingModel learn(UsualSlips usual, List<Pair> pairs) {
    TypingModel model = usual(usual);
    for (int round = 0; round < ROUNDS; round++) {
      SparseCounts counts = new SparseCounts();
      TypingAlignment alignment = new TypingAlignment(model);
      for (Pair pair : pairs) {
        see(counts, pair.right());
        alignment.trace(
            pair.right(),
            pair.typed(),
            (slip, before, at, after, typed) -> count(counts, slip, before, at, after, typed));
      }
      model = new TypingModel(usual, counts);
    }
    return model;
  }

  private static void see(SparseCounts counts, int[] word) {
    for (int i = 0; i <= word.length; i++) {
      int before = i == 0 ? Alphabet.EDGE : word[i - 1];
      int at = i == word.length ? Alphabet.EDGE : word[i];
      int after = i + 1 >= word.length ? Alphabet.EDGE : word[i + 1];
      counts.add(Kind.SEEN_1.key(at, 0, 0, 0), 1);
      counts.add(Kind.SEEN_2.key(before, at, 0, 0), 1);
      if (i < word.length) {
        counts.add(Kind.SEEN_3.key(before, at, after, 0), 1);
      }
    }
  }

  private static void count(
      SparseCounts counts, Slip slip, int before, int at, int after, int typed) {
    switch (slip) {
      case OMITTED -> {
        counts.add(Kind.OMITTED_1.key(at, 0, 0, 0), 1);
        counts.add(Kind.OMITTED_2.key(before, at, 0, 0), 1);
        counts.add(Kind.OMITTED_3.key(before, at, after, 0), 1);
      }
      case ADDED -> {
        counts.add(Kind.ADDED_1.key(after, typed, 0, 0), 1);
        counts.add(Kind.ADDED_2.key(before, typed, 0, 0), 1);
        counts.add(Kind.ADDED_3.key(before, after, typed, 0), 1);
      }
      case EXCHANGED -> {
        counts.add(Kind.EXCHANGED_1.key(at, typed, 0, 0), 1);
        counts.add(Kind.EXCHANGED_2.key(at, after, typed, 0), 1);
        counts.add(Kind.EXCHANGED_3.key(before, at, after, typed), 1);
      }
      case SWAPPED -> {
        counts.add(Kind.SWAPPED_2.key(at, after, 0, 0), 1);
        counts.add(Kind.SWAPPED_3.key(before, at, after, 0), 1);
      }
    }
  }

  /** What can happen at a character. */
  enum Slip {
    /** It is left out. */
    OMITTED,
    /** Another is put in after it. */
    ADDED,
    /** Another is typed in its place. */
    EXCHANGED,
    /** It and the next change places. */
    SWAPPED
  }

  /** What was counted. */
  SparseCounts counts() {
    return counts;
  }

  UsualSlips usualSlips() {
    return usual;
  }

  private float mixed(long event, long context, float wider) {
    return (counts.get(event) + PRIOR * wider) / (counts.get(context) + PRIOR);
  }

  /** The probability that a character is left out. */
  float omitted(int before, int at, int after) {
    float p = usual.omitted(before, at, after);
    p = mixed(Kind.OMITTED_1.key(at, 0, 0, 0), Kind.SEEN_1.key(at, 0, 0, 0), p);
    p = mixed(Kind.OMITTED_2.key(before, at, 0, 0), Kind.SEEN_2.key(before, at, 0, 0), p);
    p = mixed(Kind.OMITTED_3.key(before, at, after, 0), Kind.SEEN_3.key(before, at, after, 0), p);
    return Math.max(LEAST, p);
  }

  /** The probability that a character is typed between two others, or at an edge. */
  float added(int before, int after, int typed) {
    float p = usual.added(before, after, typed);
    p = mixed(Kind.ADDED_1.key(after, typed, 0, 0), Kind.SEEN_1.key(after, 0, 0, 0), p);
    p = mixed(Kind.ADDED_2.key(before, typed, 0, 0), Kind.SEEN_1.key(before, 0, 0, 0), p);
    p = mixed(Kind.ADDED_3.key(before, after, typed, 0), Kind.SEEN_2.key(before, after, 0, 0), p);
    return Math.max(LEAST, p);
  }

  /** The probability that another character is typed in the place of one. */
  float exchanged(int before, int at, int after, int typed) {
    float p = usual.exchanged(before, at, typed);
    p = mixed(Kind.EXCHANGED_1.key(at, typed, 0, 0), Kind.SEEN_1.key(at, 0, 0, 0), p);
    p = mixed(Kind.EXCHANGED_2.key(at, after, typed, 0), Kind.SEEN_2.key(at, after, 0, 0), p);
    p =
        mixed(
            Kind.EXCHANGED_3.key(before, at, after, typed),
            Kind.SEEN_3.key(before, at, after, 0),
            p);
    return Math.max(LEAST, p);
  }

  /** The probability that a character and the next change places. */
  float swapped(int before, int at, int after) {
    float p = usual.swapped(at, after);
    p = mixed(Kind.SWAPPED_2.key(at, after, 0, 0), Kind.SEEN_2.key(at, after, 0, 0), p);
    p = mixed(Kind.SWAPPED_3.key(before, at, after, 0), Kind.SEEN_3.key(before, at, after, 0), p);
    return Math.max(LEAST, p);
  }
}
