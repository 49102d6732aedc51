package dev.hourglass.tasks.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.Labels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.RandomRows;
import dev.hourglass.tasks.TestKernels;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestNeighboursTest {
  private static int[] naive(Tensor codes, float[] query, int count) {
    return IntStream.range(0, codes.rows())
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer r) -> distance(codes.row(r), query))
                .thenComparingInt(r -> r))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  private static Labels labels(int size, int classes, long seed) {
    Random random = new Random(seed);
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return new Labels(random.ints(size, 0, classes).toArray(), names);
  }

  @Test
  void it_finds_what_a_naive_search_finds_over_odd_sizes() {
    for (int size : new int[] {1, 4, 63, 1024, 2_111}) {
      for (int width : new int[] {1, 3, 17}) {
        Tensor codes = RandomRows.gaussian(size, width, size + width);
        Tensor queries = RandomRows.gaussian(67, width, 3);
        int[][] found =
            NearestNeighbours.of(codes, labels(size, 3, 1), TestKernels.BEST)
                .neighbours(queries, 5);
        for (int q = 0; q < 67; q++) {
          assertThat(found[q])
              .as("size %d, width %d, query %d", size, width, q)
              .isEqualTo(naive(codes, queries.row(q), 5));
        }
      }
    }
  }

  @Test
  void codes_far_from_the_origin_are_told_apart_all_the_same() {
    Tensor codes = RandomRows.gaussian(800, 6, 9);
    for (long i = 0; i < codes.size(); i++) {
      codes.set(i, codes.get(i) * 0.01 + 1000);
    }
    Tensor queries = Tensor.allocate(40, 6);
    queries.copyFrom(codes.topRows(40));
    int[][] found =
        NearestNeighbours.of(codes, labels(800, 2, 1), TestKernels.BEST).neighbours(queries, 3);
    for (int q = 0; q < 40; q++) {
      assertThat(found[q]).isEqualTo(naive(codes, queries.row(q), 3));
    }
  }

  @Test
  void of_equally_near_codes_the_first_counts_as_nearer() {
    Tensor codes = Tensor.copyOf(new float[][] {{1}, {1}, {1}, {5}});
    int[][] found =
        NearestNeighbours.of(codes, labels(4, 2, 1), TestKernels.BEST)
            .neighbours(Tensor.copyOf(new float[][] {{1}}), 2);
    assertThat(found[0]).containsExactly(0, 1);
  }

  @Test
  void a_tied_vote_goes_to_the_class_with_the_nearest_voter() {
    Tensor codes = Tensor.copyOf(new float[][] {{3}, {1}, {2}, {4}});
    Labels labels = new Labels(new int[] {0, 1, 0, 1}, List.of("a", "b"));
    int[] predicted =
        NearestNeighbours.of(codes, labels, TestKernels.BEST)
            .classify(Tensor.copyOf(new float[][] {{0}}), 4);
    assertThat(predicted).containsExactly(1);
  }

  @Test
  void classes_are_compared_by_name() {
    Tensor codes = Tensor.copyOf(new float[][] {{0}, {10}});
    NearestNeighbours neighbours =
        NearestNeighbours.of(
            codes, new Labels(new int[] {0, 1}, List.of("cat", "dog")), TestKernels.BEST);
    // A test file without cats numbers its dogs 0.
    Labels onlyDogs = new Labels(new int[] {0, 0}, List.of("dog"));
    Tensor queries = Tensor.copyOf(new float[][] {{9}, {1}});
    assertThat(neighbours.accuracy(queries, onlyDogs, 1)).isEqualTo(0.5);
  }

  @Test
  void queries_of_another_size_are_refused() {
    NearestNeighbours neighbours =
        NearestNeighbours.of(Tensor.allocate(3, 2), labels(3, 2, 1), TestKernels.BEST);
    assertThatThrownBy(() -> neighbours.neighbours(Tensor.allocate(1, 5), 1))
        .hasMessage("queries of 5 numbers do not fit codes of 2");
  }
}
