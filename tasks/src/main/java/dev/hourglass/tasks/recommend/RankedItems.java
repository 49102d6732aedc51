package dev.hourglass.tasks.recommend;

/**
 * The best of many items: a heap of the worst of them on top, filled anew for each user. Of equal
 * scores the item of the smaller number is better. Not thread-safe.
 */
final class RankedItems {
  private final int[] items;
  private final float[] scores;
  private int size;

  /** Keeps so many. */
  RankedItems(int most) {
    items = new int[most];
    scores = new float[most];
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** After {@link #sort}: the item of a rank from 0. */
  int item(int rank) {
    return items[rank];
  }

  float score(int rank) {
    return scores[rank];
  }

  /** Offers all items but those of −∞, by their scores. */
  void offerAll(float[] all) {
    float least = Float.NEGATIVE_INFINITY;
    for (int item = 0; item < all.length; item++) {
      // Most are worse than all that is kept; one that is as good comes behind them.
      if (all[item] > least) {
        offer(item, all[item]);
        least = size == items.length ? scores[0] : least;
      }
    }
  }

  /** Offers an item. */
  void offer(int item, float score) {
    if (size < items.length) {
      int at = size++;
      while (at > 0 && worse(item, score, (at - 1) / 2)) {
        move((at - 1) / 2, at);
        at = (at - 1) / 2;
      }
      put(at, item, score);
    } else if (!worse(item, score, 0)) {
      sink(0, size, item, score);
    }
  }

  /** Whether an item is worse than the one at a place. */
  private boolean worse(int item, float score, int at) {
    return score < scores[at] || score == scores[at] && item > items[at];
  }

  private void move(int from, int to) {
    items[to] = items[from];
    scores[to] = scores[from];
  }

  private void put(int at, int item, float score) {
    items[at] = item;
    scores[at] = score;
  }

  private void sink(int from, int end, int item, float score) {
    int at = from;
    while (true) {
      int child = 2 * at + 1;
      if (child >= end) {
        break;
      }
      if (child + 1 < end && worse(items[child + 1], scores[child + 1], child)) {
        child++;
      }
      if (!worse(items[child], scores[child], item, score)) {
        break;
      }
      move(child, at);
      at = child;
    }
    put(at, item, score);
  }

  private static boolean worse(int item, float score, int otherItem, float otherScore) {
    return score < otherScore || score == otherScore && item > otherItem;
  }

  /** Puts the best first; afterwards nothing can be offered until it is cleared. */
  void sort() {
    for (int end = size - 1; end > 0; end--) {
      int item = items[end];
      float score = scores[end];
      move(0, end);
      sink(0, end, item, score);
    }
  }
}
