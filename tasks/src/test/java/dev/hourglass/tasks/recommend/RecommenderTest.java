package dev.hourglass.tasks.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import dev.hourglass.tasks.recommend.ItemScorer.Histories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecommenderTest {
  private static final Kernels KERNELS = TestKernels.BEST;
  private static final RecommenderOptions OPTIONS =
      RecommenderOptions.defaults(1)
          .withNetworks(1)
          .withNetwork(NetworkOptions.defaults().withLayers(List.of(32), 8).withEpochs(100));

  @TempDir static Path folder;

  private static Interactions interactions;

  @BeforeAll
  static void draw() throws IOException {
    interactions = Tastes.of(folder, 400, 4, 1);
  }

  private static Recommender fit(RecommenderKind kind) {
    return Recommender.fit(interactions, OPTIONS.withKind(kind), KERNELS, FittingListener.SILENT);
  }

  @ParameterizedTest
  @EnumSource
  void what_is_saved_recommends_the_same(RecommenderKind kind) {
    Recommender recommender = fit(kind);
    Path file = folder.resolve(kind + ".safetensors");
    recommender.save(file);
    Recommender read = Recommender.load(file, KERNELS);
    assertThat(read.selection()).isEqualTo(recommender.selection());
    assertThat(read.topFor("u5", 10)).isEqualTo(recommender.topFor("u5", 10));
    List<String> has = List.of("t2-0", "t2-1");
    List<Recommendation> top = read.top(has, 10);
    assertThat(top).isEqualTo(recommender.top(has, 10)).hasSize(10);
    assertThat(top).noneMatch(each -> has.contains(each.item()));
    assertThat(read.similar("t2-0", 5)).hasSize(5);
    if (kind != RecommenderKind.POPULARITY) {
      assertThat(top.stream().limit(5)).allMatch(each -> each.item().startsWith("t2-"));
      assertThat(read.similar("t2-0", 4)).anyMatch(each -> each.item().startsWith("t2-"));
      assertThat(read.explain(has, top, 2).getFirst().because()).isNotEmpty();
      // Each taste's items are all that speaks for its own: without them nothing is left.
      List<String> two = List.of("t1-0", "t2-0");
      assertThat(read.explain(two, read.top(two, 10), 2))
          .flatExtracting(Recommendation::because)
          .isNotEmpty()
          .allSatisfy(each -> assertThat(each.share()).isGreaterThan(0).isLessThanOrEqualTo(1));
    }
  }

  @Test
  void several_networks_say_the_mean_of_what_each_says() {
    Recommender two =
        Recommender.fit(
            interactions,
            OPTIONS
                .withKind(RecommenderKind.NETWORK)
                .withNetworks(2)
                .withNetwork(NetworkOptions.forFewRatings().withEpochs(3)),
            KERNELS,
            FittingListener.SILENT);
    List<Autoencoder> networks = two.fitted().networks();
    SparseSamples histories = interactions.histories(new int[] {3, 4, 5});
    int items = interactions.items().size();
    Tensor mean = Tensor.allocate(3, items);
    Tensor first = Tensor.allocate(3, items);
    Tensor second = Tensor.allocate(3, items);
    new NetworkScorer(networks).score(Histories.now(histories), mean);
    new NetworkScorer(networks.get(0)).score(Histories.now(histories), first);
    new NetworkScorer(networks.get(1)).score(Histories.now(histories), second);
    for (int i = 0; i < 3 * items; i++) {
      assertThat(mean.get(i)).isCloseTo((first.get(i) + second.get(i)) / 2, within(1e-5));
    }
    assertThat(second.get(0)).isNotEqualTo(first.get(0));
    assertThat(RecommenderOptions.defaults(1).networksFor(1_000)).isEqualTo(3);
    assertThat(RecommenderOptions.defaults(1).networksFor(1_000_000)).isEqualTo(1);
  }

  @Test
  void what_belongs_together_explains() {
    Recommender recommender = fit(RecommenderKind.LINEAR);
    List<String> has = List.of("t1-0", "t1-1", "t3-29");
    List<Recommendation> explained = recommender.explain(has, recommender.top(has, 1), 3);
    assertThat(explained.getFirst().item()).startsWith("t1-");
    assertThat(explained.getFirst().because().getFirst().item()).startsWith("t1-");
  }

  @Test
  void many_threads_are_told_what_one_is() {
    Recommender recommender = fit(RecommenderKind.HYBRID);
    List<List<Recommendation>> alone =
        interactions.users().stream().limit(100).map(u -> recommender.topFor(u, 5)).toList();
    List<List<Recommendation>> together =
        IntStream.range(0, 100)
            .parallel()
            .mapToObj(u -> recommender.topFor(interactions.users().get(u), 5))
            .toList();
    assertThat(together).isEqualTo(alone);
    assertThat(recommender.topForAll(interactions.users().subList(0, 100), 5).get(7))
        .extracting(Recommendation::item)
        .isEqualTo(alone.get(7).stream().map(Recommendation::item).toList());
  }

  @Test
  void unknown_names_are_told_the_nearest_and_damaged_files_refused() throws IOException {
    Recommender recommender = fit(RecommenderKind.POPULARITY);
    assertThatThrownBy(() -> recommender.topFor("u5x", 3))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no user 'u5x' among 400. The nearest name is 'u5'");
    assertThatThrownBy(() -> recommender.top(List.of("t9-0"), 3))
        .hasMessageContaining("no item 't9-0'");
    assertThatThrownBy(() -> recommender.top(List.of(), 3)).hasMessageContaining("at least one");
    Path file = folder.resolve("damaged.safetensors");
    recommender.save(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 3] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> Recommender.load(file, KERNELS))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void evaluation_finds_tastes_that_popularity_does_not_and_repeats_itself() {
    EvaluationOptions options = new EvaluationOptions(60, 0.2, false, 2, 1);
    RecommendationEvaluation evaluation =
        RecommendationEvaluation.of(
            interactions,
            OPTIONS.withKind(RecommenderKind.LINEAR),
            options,
            KERNELS,
            FittingListener.SILENT);
    assertThat(evaluation.chosen().ndcgAt100())
        .isGreaterThan(1.3 * evaluation.popularity().ndcgAt100())
        .isEqualTo(evaluation.linear().ndcgAt100());
    assertThat(
            RecommendationEvaluation.of(
                interactions,
                OPTIONS.withKind(RecommenderKind.LINEAR),
                options,
                KERNELS,
                FittingListener.SILENT))
        .isEqualTo(evaluation);
    assertThatThrownBy(
            () ->
                RecommendationEvaluation.of(
                    interactions,
                    OPTIONS,
                    new EvaluationOptions(400, 0.2, false, 1, 1),
                    KERNELS,
                    FittingListener.SILENT))
        .hasMessageContaining("nobody would be left");
    assertThatThrownBy(
            () ->
                RecommendationEvaluation.of(
                    interactions,
                    OPTIONS,
                    new EvaluationOptions(10, 0.2, true, 1, 1),
                    KERNELS,
                    FittingListener.SILENT))
        .hasMessageContaining("says nothing of when");
  }
}
