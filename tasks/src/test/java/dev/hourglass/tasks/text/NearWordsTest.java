package dev.hourglass.tasks.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearWordsTest {
  private static final long SEED = 5;

  /** The recurrence as it stands in the books, without bounds and affixes. */
  private static int textbook(int[] a, int[] b) {
    int[][] d = new int[a.length + 1][b.length + 1];
    for (int i = 0; i <= a.length; i++) {
      for (int j = 0; j <= b.length; j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        d[i][j] =
            Math.min(
                Math.min(d[i - 1][j], d[i][j - 1]) + 1,
                d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length][b.length];
  }

  private static int[] word(Random random, int letters, int longest) {
    return random.ints(1 + random.nextInt(longest), 1, letters + 1).toArray();
  }

  @Test
  void the_distance_is_the_textbooks_up_to_its_bound() {
    Random random = new Random(SEED);
    EditDistance distance = new EditDistance();
    for (int i = 0; i < 20_000; i++) {
      int[] a = word(random, 3, 9);
      int[] b = word(random, 3, 9);
      int most = random.nextInt(8);
      assertThat(distance.between(a, b, most))
          .as("seed %d, pair %d", SEED, i)
          .isEqualTo(Math.min(most + 1, textbook(a, b)));
    }
  }

  @Test
  void the_index_finds_every_word_within_two_edits() {
    Random random = new Random(SEED);
    List<int[]> words = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      words.add(word(random, 4, 14));
    }
    DeletionIndex index = DeletionIndex.of(words);
    NumberSet found = new NumberSet(words.size());
    int near = 0;
    for (int q = 0; q < 600; q++) {
      int[] query = word(random, 4, 14);
      found.clear();
      index.find(query, found);
      TreeSet<Integer> got = new TreeSet<>();
      IntStream.range(0, found.size()).forEach(i -> got.add(found.get(i)));
      for (int w = 0; w < words.size(); w++) {
        if (textbook(words.get(w), query) <= 2) {
          near++;
          assertThat(got).as("seed %d, query %d", SEED, q).contains(w);
        }
      }
    }
    assertThat(near).isGreaterThan(500);
  }
}
