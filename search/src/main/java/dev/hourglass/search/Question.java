package dev.hourglass.search;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is asked of an index, besides the code.
 *
 * @param neighbours how many, at least 1
 * @param candidates that the walk through the graph keeps: more find more of the nearest and take
 *     longer
 * @param exact whether to look at every code instead of walking
 * @param where what neighbours must have: a field's name, or {@code label}, to its value
 */
public record Question(int neighbours, int candidates, boolean exact, Map<String, String> where) {
  /** The field of a sample's class. */
  public static final String LABEL = "label";

  /** Of ten thousand codes of 32, so many leave out one in ten thousand of the ten nearest. */
  public static final int DEFAULT_CANDIDATES = 100;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public Question {
    if (neighbours < 1) {
      throw new IllegalArgumentException("option 'k' is at least 1, but was " + neighbours);
    }
    if (candidates < 1) {
      throw new IllegalArgumentException(
          "option 'candidates' is at least 1, but was " + candidates);
    }
    candidates = Math.max(candidates, neighbours);
    where = Collections.unmodifiableMap(new TreeMap<>(where));
  }

  /** The nearest by a walk through the graph. */
  public static Question nearest(int neighbours) {
    return new Question(neighbours, DEFAULT_CANDIDATES, false, Map.of());
  }

  /** The same, looking at every code or not. */
  public Question exactly(boolean value) {
    return new Question(neighbours, candidates, value, where);
  }

  /** The same with another number of candidates. */
  public Question withCandidates(int value) {
    return new Question(neighbours, value, exact, where);
  }

  /** The same among those items alone that have these values. */
  public Question among(Map<String, String> values) {
    return new Question(neighbours, candidates, exact, values);
  }

  /** The same for one neighbour more, so that one may be left out. */
  Question withOneMore() {
    return new Question(neighbours + 1, candidates, exact, where);
  }
}
