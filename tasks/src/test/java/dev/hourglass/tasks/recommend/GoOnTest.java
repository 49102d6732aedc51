package dev.hourglass.tasks.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.data.rating.RatingOptions;
import dev.hourglass.data.rating.RatingReader;
import dev.hourglass.data.rating.Ratings;
import dev.hourglass.data.sparse.SparseBuilder;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New ratings, users and items, from where a recommender is. */
class GoOnTest {
  private static final Kernels KERNELS = TestKernels.BEST;
  private static final RecommenderOptions OPTIONS =
      RecommenderOptions.defaults(1)
          .withKind(RecommenderKind.HYBRID)
          .withNetworks(2)
          .withNetwork(NetworkOptions.defaults().withLayers(List.of(16), 8).withEpochs(20));

  @TempDir static Path folder;

  private static Recommender begun;

  @BeforeAll
  static void fit() throws IOException {
    begun = Recommender.fit(Tastes.of(folder, 300, 3, 1), OPTIONS, KERNELS, FittingListener.SILENT);
  }

  private static Ratings fresh(List<String> lines) throws IOException {
    Path file = Files.write(folder.resolve("fresh.csv"), lines);
    return RatingReader.read(file.toString(), RatingOptions.defaults());
  }

  /** Ten new users of taste 1 have a new item, a known one gets an item, one is too small. */
  private static Ratings fresh() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int user = 0; user < 10; user++) {
      lines.add("n%d,fresh,1".formatted(user));
      for (int item = 0; item < 6; item++) {
        lines.add("n%d,t1-%d,1".formatted(user, (user + item) % 12));
      }
    }
    lines.add("u1,fresh,1");
    lines.add("small,t1-3,1");
    lines.add("n0,rare,1");
    return fresh(lines);
  }

  @Test
  void new_users_and_items_come_behind_those_that_are_known() throws IOException {
    Interactions joined = begun.joined(fresh(), InteractionOptions.defaults());
    assertThat(joined.items()).startsWith(begun.items().toArray(String[]::new)).endsWith("fresh");
    assertThat(joined.items()).hasSize(begun.items().size() + 1);
    assertThat(joined.users()).hasSize(310).contains("n9").doesNotContain("small");
    Recommender further = begun.goOn(joined, OPTIONS, KERNELS, FittingListener.SILENT);
    assertThat(further.selection()).isEqualTo(begun.selection());
    assertThat(further.itemsOf("u1")).containsAll(begun.itemsOf("u1")).contains("fresh");
    assertThat(further.itemsOf("u2")).isEqualTo(begun.itemsOf("u2"));
    assertThat(further.itemsOf("n0")).hasSize(7).doesNotContain("rare");
    // A new item comes before all that are of other tastes, and suits what its users have.
    List<String> top =
        further.top(List.of("t1-0", "t1-1", "t1-2"), 90).stream()
            .map(Recommendation::item)
            .toList();
    assertThat(top.indexOf("fresh")).isBetween(0, Tastes.ITEMS_EACH - 1);
    assertThat(further.similar("fresh", 3)).allMatch(each -> each.item().startsWith("t1-"));
    Path file = folder.resolve("further.safetensors");
    further.save(file);
    assertThat(Recommender.load(file, KERNELS).top(List.of("t1-0", "fresh"), 10))
        .isEqualTo(further.top(List.of("t1-0", "fresh"), 10));
  }

  @Test
  void the_linear_half_is_what_all_ratings_make_it() throws IOException {
    Interactions joined = begun.joined(fresh(), InteractionOptions.defaults());
    LinearScorer half =
        begun.goOn(joined, OPTIONS, KERNELS, FittingListener.SILENT).fitted().linearHalf().get();
    int[] users = RowOrder.all(joined.users().size());
    LinearScorer anew =
        new LinearFitting(joined, users, joined.popularity(users), KERNELS)
            .fit(begun.selection().blend().linear());
    for (int i = 0; i < joined.items().size(); i++) {
      assertThat(half.weightsOf(i)).isEqualTo(anew.weightsOf(i));
    }
  }

  @Test
  void a_grown_network_says_of_known_items_what_it_said() {
    Autoencoder known = begun.fitted().networks().getFirst();
    int items = known.features();
    int[] popularity = new int[items + 3];
    Arrays.fill(popularity, 10);
    Autoencoder grown = GrownNetwork.of(known, popularity, 7, KERNELS);
    Tensor before = Tensor.allocate(1, items);
    Tensor after = Tensor.allocate(1, items + 3);
    known.outputs(user(items), before);
    grown.outputs(user(items + 3), after);
    for (int i = 0; i < items; i++) {
      assertThat(after.get(0, i)).isEqualTo(before.get(0, i));
    }
    assertThat(after.get(0, items)).isNotEqualTo(after.get(0, items + 1));
  }

  private static SparseSamples user(int items) {
    SparseBuilder builder = SparseSamples.builder(items);
    builder.add(new int[] {1, 4}, Interactions.ones(2));
    return builder.build();
  }

  @Test
  void ratings_that_do_not_count_are_refused() throws IOException {
    Ratings small = fresh(List.of("x,new,1", "y,t1-3,1"));
    assertThatThrownBy(() -> begun.joined(small, InteractionOptions.defaults()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("none of its 2 ratings counts");
    Interactions one =
        begun.joined(fresh(List.of("x,t1-3,1")), new InteractionOptions(Optional.empty(), 1));
    assertThat(one.users()).hasSize(301);
  }
}
