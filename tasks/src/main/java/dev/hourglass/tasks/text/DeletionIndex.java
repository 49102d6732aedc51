package dev.hourglass.tasks.text;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the words within two edits of another, exactly: two words that near have an equal rest
 * after at most two deletions from each (the symmetric deletion of Garbe's SymSpell, 2012). Rests
 * are kept as hashes of 32 bits in one sorted array, beside the words they are of; what hashes
 * alike and is not near is for the caller to drop.
 */
final class DeletionIndex {
  /** Deletions from each side. */
  static final int MOST = 2;

  /** Only so many first characters are deleted from: beyond them a rest tells no more. */
  private static final int PREFIX = 8;

  private final long[] entries;

  private DeletionIndex(long[] entries) {
    this.entries = entries;
  }

  static DeletionIndex of(List<int[]> words) {
    Collector collector = new Collector();
    for (int w = 0; w < words.size(); w++) {
      collector.word = w;
      eachRest(words.get(w), collector);
    }
    long[] entries = Arrays.copyOf(collector.entries, collector.size);
    Arrays.parallelSort(entries);
    return new DeletionIndex(entries);
  }

  /** What is done with the hash of a rest. */
  interface Rest {
    void of(int hash);
  }

  private static final class Collector implements Rest {
    private long[] entries = new long[1 << 12];
    private int size;
    private int word;

    @Override
    public void of(int hash) {
      if (size == entries.length) {
        entries = Arrays.copyOf(entries, 2 * size);
      }
      entries[size++] = (long) hash << Integer.SIZE | word;
    }
  }

  /** Whatever remains of a word's first characters after up to two deletions. */
  static void eachRest(int[] word, Rest rest) {
    int length = Math.min(PREFIX, word.length);
    rest.of(hash(word, length, -1, -1));
    for (int i = 0; i < length; i++) {
      rest.of(hash(word, length, i, -1));
      for (int j = i + 1; j < length; j++) {
        rest.of(hash(word, length, i, j));
      }
    }
  }

  private static int hash(int[] word, int length, int first, int second) {
    int hash = 17;
    for (int i = 0; i < length; i++) {
      if (i != first && i != second) {
        hash = (hash ^ word[i] + 1) * 0x01000193;
        hash ^= hash >>> 15;
      }
    }
    return hash * 0x2c1b3c6d;
  }

  /**
   * Marks the words that have a rest in common with this one.
   *
   * @param found gets each word once
   */
  void find(int[] word, NumberSet found) {
    eachRest(
        word,
        hash -> {
          int at = Arrays.binarySearch(entries, (long) hash << Integer.SIZE);
          for (int i = at < 0 ? -at - 1 : at;
              i < entries.length && entries[i] >> Integer.SIZE == hash;
              i++) {
            found.add((int) entries[i]);
          }
        });
  }
}
