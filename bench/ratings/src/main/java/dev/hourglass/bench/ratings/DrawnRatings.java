package dev.hourglass.bench.ratings;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Ratings of a known structure: an item is of one taste, a user has two; nine of ten items are of
 * one's own tastes, and of a taste the lower ones are had the more.
 *
 * @param users of whom each has some 145 items, at least 20
 * @param items a multiple of {@link #TASTES} or a few more
 */
record DrawnRatings(int users, int items) {
  private static final int TASTES = 60;
  private static final int OWN_OF_TEN = 9;
  private static final int FEWEST = 20;
  private static final int MOST = 700;

  /** Of the logarithm of how many items a user has beyond the fewest. */
  private static final double MEAN = 4.74;

  private static final double DEVIATION = 0.9;

  /** How fast few of a taste's items are had by many. */
  private static final double STEEPNESS = 2.2;

  private static final long FIRST_SECOND = 1_000_000_000;

  /** Whether an item is of one of a user's tastes. */
  static boolean suits(int user, int item) {
    int taste = item % TASTES;
    return taste == taste(user, 0) || taste == taste(user, 1);
  }

  private static int taste(int user, int which) {
    return new SplittableRandom(2L * user + which).nextInt(TASTES);
  }

  /** Writes lines of user, item, rating and time; returns how many. */
  long write(Path file) throws IOException {
    long written = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("userId,itemId,rating,timestamp\n");
      for (int user = 0; user < users; user++) {
        SplittableRandom random = new SplittableRandom(1_000_003L * user);
        int count =
            (int) Math.min(MOST, FEWEST + Math.exp(MEAN + DEVIATION * random.nextGaussian()));
        BitSet had = new BitSet(items);
        for (int i = 0; i < count; i++) {
          int item = item(user, random);
          if (!had.get(item)) {
            had.set(item);
            out.append(Integer.toString(user)).append(',').append(Integer.toString(item));
            out.append(',').append(Integer.toString(3 + random.nextInt(3))).append(',');
            out.append(Long.toString(FIRST_SECOND + 1000L * i)).append('\n');
            written++;
          }
        }
      }
    }
    return written;
  }

  private int item(int user, SplittableRandom random) {
    int taste =
        random.nextInt(10) < OWN_OF_TEN ? taste(user, random.nextInt(2)) : random.nextInt(TASTES);
    int each = items / TASTES;
    return taste + TASTES * (int) (each * Math.pow(random.nextDouble(), STEEPNESS));
  }
}
