package dev.hourglass.tasks.text;

/**
 * What typists do wrong before any of their misspellings was seen. The rates are rounded from
 * tables of published error corpora (Pollock and Zamora 1984; Kukich 1992): omissions are the most
 * frequent slip, then insertions and exchanges, then swaps; double letters are dropped and made
 * more often than others, and first letters are seldom wrong.
 */
final class UsualSlips {
  private static final float OMITTED = 0.035f;
  private static final float OMITTED_DOUBLE = 0.12f;
  private static final float ADDED = 0.03f;
  private static final float EXCHANGED = 0.03f;
  private static final float ACCENT = 0.05f;
  private static final float SWAPPED = 0.02f;

  /** How much seldomer the first letter is wrong. */
  private static final float FIRST = 0.3f;

  /** Of what is put in or exchanged, the part that repeats a letter or lies beside it. */
  private static final float REPEATED = 0.4f;

  private static final float NEIGHBOURS = 0.3f;

  /** Neighbours that a key has, about. */
  private static final float KEYS_BESIDE = 5;

  private final Alphabet alphabet;
  private final boolean[] neighbours;
  private final boolean[] accents;
  private final int side;

  /** Letters beyond these are nobody's neighbours. */
  private static final int MOST_LETTERS = 400;

  UsualSlips(Alphabet alphabet) {
    this.alphabet = alphabet;
    this.side = Math.min(MOST_LETTERS, alphabet.size()) + 1;
    this.neighbours = new boolean[side * side];
    this.accents = new boolean[side * side];
    Keyboard keyboard = new Keyboard();
    for (int a = 1; a < side; a++) {
      for (int b = 1; b < side; b++) {
        int first = alphabet.codePoint(a);
        int second = alphabet.codePoint(b);
        neighbours[a * side + b] = keyboard.areNeighbours(first, second);
        accents[a * side + b] = Keyboard.differInAccent(first, second);
      }
    }
  }

  Alphabet alphabet() {
    return alphabet;
  }

  private boolean areBeside(int a, int b) {
    return a < side && b < side && neighbours[a * side + b];
  }

  private float any() {
    return 1f / Math.max(1, alphabet.size());
  }

  float omitted(int before, int at, int after) {
    if (before == Alphabet.EDGE) {
      return OMITTED * FIRST;
    }
    return at == before || at == after ? OMITTED_DOUBLE : OMITTED;
  }

  float added(int before, int after, int typed) {
    float p = (1 - REPEATED - NEIGHBOURS) * any();
    if (typed == before || typed == after) {
      p += REPEATED / 2;
    }
    if (areBeside(typed, before) || areBeside(typed, after)) {
      p += NEIGHBOURS / (2 * KEYS_BESIDE);
    }
    return p * ADDED * (before == Alphabet.EDGE ? FIRST : 1);
  }

  float exchanged(int before, int at, int typed) {
    float p = (1 - NEIGHBOURS) * any();
    if (areBeside(at, typed)) {
      p += NEIGHBOURS / KEYS_BESIDE;
    }
    p *= EXCHANGED * (before == Alphabet.EDGE ? FIRST : 1);
    return at < side && typed < side && accents[at * side + typed] ? p + ACCENT : p;
  }

  float swapped(int at, int after) {
    return at == after ? 0 : SWAPPED;
  }
}
