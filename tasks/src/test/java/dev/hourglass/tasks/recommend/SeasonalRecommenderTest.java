package dev.hourglass.tasks.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.data.rating.RatingOptions;
import dev.hourglass.data.rating.RatingReader;
import dev.hourglass.data.rating.Ratings;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.TestKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items that are liked for some days each, as films are that have just come out. */
class SeasonalRecommenderTest {
  private static final Kernels KERNELS = TestKernels.BEST;
  private static final int DAYS = 100;
  private static final RecommenderOptions OPTIONS =
      RecommenderOptions.defaults(1)
          .withKind(RecommenderKind.HYBRID)
          .withNetworks(1)
          .withNetwork(NetworkOptions.forFewRatings().withLayers(List.of(16), 8).withEpochs(10));

  @TempDir static Path folder;

  private static final List<String> lines = new ArrayList<>();
  private static Interactions interactions;
  private static Recommender fitted;

  /** 200 items, two new ones a day and each liked for ten; users come by theirs in five days. */
  @BeforeAll
  static void fit() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    for (int user = 0; user < 500; user++) {
      int begin = random.nextInt(DAYS - 5);
      for (int i = 0; i < 8; i++) {
        int day = begin + random.nextInt(5);
        int item = Math.clamp(2L * (day - random.nextInt(10)) + random.nextInt(2), 0, 2 * DAYS - 1);
        lines.add("u%d,i%d,1,%d".formatted(user, item, 86_400L * day + random.nextInt(86_400)));
      }
    }
    interactions = Interactions.of(read("seasons.csv", lines), InteractionOptions.defaults());
    fitted = Recommender.fit(interactions, OPTIONS, KERNELS, FittingListener.SILENT);
  }

  private static Ratings read(String name, List<String> lines) throws IOException {
    Path file = Files.write(folder.resolve(name), lines);
    return RatingReader.read(file.toString(), RatingOptions.defaults());
  }

  /** The mean day of the best for somebody who has some of all times. */
  private static double meanDay(Recommender recommender) {
    return recommender.top(List.of("i20", "i90", "i150"), 10).stream()
        .mapToInt(each -> Integer.parseInt(each.item().substring(1)) / 2)
        .average()
        .orElseThrow();
  }

  @Test
  void what_is_liked_now_comes_before_what_was_and_in_the_file_too() {
    assertThat(fitted.selection().blend().seasonPower()).isPositive();
    FittedScorers all = fitted.fitted();
    Recommender timeless =
        new Recommender(
            fitted.items(),
            fitted.knownUsers(),
            new FittedScorers(
                all.selection(),
                all.popularity(),
                all.linear(),
                all.linearHalf(),
                Optional.empty(),
                all.networks()));
    assertThat(meanDay(fitted)).isGreaterThan(meanDay(timeless) + 10);
    Path file = folder.resolve("seasons.safetensors");
    fitted.save(file);
    Recommender read = Recommender.load(file, KERNELS);
    assertThat(read.selection()).isEqualTo(fitted.selection());
    List<String> has = List.of("i20", "i90", "i150");
    assertThat(read.top(has, 10)).isEqualTo(fitted.top(has, 10));
    assertThat(read.topFor("u7", 10)).isEqualTo(fitted.topFor("u7", 10));
  }

  @Test
  void knowing_when_finds_more_of_what_was_hidden() throws IOException {
    Interactions timeless =
        Interactions.of(
            read(
                "timeless.csv",
                lines.stream().map(line -> line.substring(0, line.lastIndexOf(','))).toList()),
            InteractionOptions.defaults());
    assertThat(timeless.hasTimes()).isFalse();
    assertThat(ndcg(interactions)).isGreaterThan(ndcg(timeless));
  }

  private static double ndcg(Interactions of) {
    return RecommendationEvaluation.of(
            of, OPTIONS, new EvaluationOptions(80, 0.2, false, 1, 1), KERNELS, _ -> {})
        .chosen()
        .ndcgAt100();
  }

  @Test
  void new_ratings_begin_a_new_season_and_without_times_there_is_none() throws IOException {
    List<String> again = new ArrayList<>();
    List<String> untold = new ArrayList<>();
    for (int user = 0; user < 400; user++) {
      // What was liked in the first days is so again, long after.
      String pair = "u%d,i%d,1".formatted(user, user % 8);
      again.add(pair + "," + 86_400L * (DAYS + 40));
      untold.add(pair);
    }
    List<String> said = new ArrayList<>();
    Recommender later = goOn(read("again.csv", again), said::add);
    assertThat(said).noneMatch(each -> each.startsWith("seasons"));
    Recommender without = goOn(read("untold.csv", untold), said::add);
    assertThat(said).anyMatch(each -> each.startsWith("seasons"));
    assertThat(without.fitted().seasons()).isEmpty();
    assertThat(meanDay(later)).isLessThan(meanDay(without) - 5).isLessThan(meanDay(fitted) - 10);
  }

  private static Recommender goOn(Ratings fresh, FittingListener listener) {
    return fitted.goOn(
        fitted.joined(fresh, InteractionOptions.defaults()), OPTIONS, KERNELS, listener);
  }
}
