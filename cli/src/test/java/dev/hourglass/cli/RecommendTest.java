package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.cli.HourglassProcess.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recommendation from the command line, from ratings to the top of items. */
class RecommendTest {
  private static final int TASTES = 3;

  @TempDir static Path folder;

  @AutoClose private static HourglassSession hourglass;

  /**
   * Users of three tastes: nine of ten films that one liked are of the own; others are disliked.
   */
  @BeforeAll
  static void fit() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    for (int user = 0; user < 300; user++) {
      for (int i = 0; i < 15; i++) {
        int taste = random.nextInt(10) == 0 ? random.nextInt(TASTES) : user % TASTES;
        int item = random.nextInt(25);
        int rating = taste == user % TASTES ? 8 : 3;
        lines.add("%d::f%d-%02d::%d::%d".formatted(user, taste, item, rating, 1000 + i));
      }
    }
    for (int item = 0; item < 25; item++) {
      titles.add("f1-%02d::Été %d::Drama".formatted(item, item));
    }
    Files.write(folder.resolve("ratings.dat"), lines);
    Files.write(folder.resolve("titles.dat"), titles, StandardCharsets.ISO_8859_1);
    hourglass = new HourglassSession(folder);
    Outcome fitted =
        run(
            "recommend fit ratings.dat --min-rating 6 --hidden 32 --code 8 --epochs 10"
                + " --out films.safetensors");
    assertThat(fitted.succeeded().err())
        .contains("user, item, rating, time", "no header", "seen before", "ratings of 6 and more")
        .contains("popularity", "linear", "network", "hybrid");
  }

  private static Outcome run(String command) {
    return hourglass.run(command.split(" "));
  }

  private static List<Map<String, Object>> items(Outcome outcome) {
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> items = (List<Map<String, Object>>) outcome.json().get("items");
    return items;
  }

  @Test
  void evaluate_tells_the_figures_scripts_rely_on() {
    Map<String, Object> figures =
        run("recommend evaluate ratings.dat --min-rating 6 --min-count 3 --test-users 40 --hide"
                + " 0.2 --seed 3 --splits 2 --model linear --json")
            .json();
    Map<?, ?> baselines = (Map<?, ?>) figures.get("baselines");
    Map<?, ?> popularity = (Map<?, ?>) baselines.get("popularity");
    Map<?, ?> linear = (Map<?, ?>) baselines.get("linear");
    for (String key : List.of("ndcgAt10", "ndcgAt100", "recallAt20", "recallAt50")) {
      assertThat((Double) figures.get(key)).isBetween(0.0, 1.0).isEqualTo(linear.get(key));
      assertThat((Double) popularity.get(key)).isBetween(0.0, 1.0);
      assertThat((Double) ((Map<?, ?>) figures.get("standardErrors")).get(key)).isNotNegative();
    }
    assertThat((Double) figures.get("ndcgAt100"))
        .isGreaterThan(1.2 * (Double) popularity.get("ndcgAt100"));
    assertThat((List<?>) figures.get("splits")).hasSize(2);
    assertThat(figures).containsKeys("coverageAt20", "noveltyAt20", "selection");
  }

  @Test
  void the_last_item_by_time_is_hidden_where_it_is_asked_for() {
    Map<String, Object> figures =
        run("recommend evaluate ratings.dat --min-rating 6 --test-users 40 --hide last --seed 3"
                + " --model linear --json")
            .json();
    // One item is hidden, and recall is 0 or 1 for each user.
    assertThat((Double) figures.get("recallAt20") * 40).isCloseTo(rounded(figures), within(1e-9));
    Map<?, ?> errors = (Map<?, ?>) figures.get("standardErrors");
    assertThat(errors.keySet().stream().map(Object::toString))
        .containsExactly("ndcgAt10", "ndcgAt100", "recallAt20", "recallAt50");
    assertThat((Double) errors.get("ndcgAt100")).isPositive();
    assertThat(figures).containsKeys("coverageAt20", "noveltyAt20");
  }

  private static double rounded(Map<String, Object> figures) {
    return Math.rint((Double) figures.get("recallAt20") * 40);
  }

  @Test
  void new_ratings_go_on_from_a_recommender() throws IOException {
    Files.writeString(
        folder.resolve("new.dat"),
        "4::f0-03::9::9000\n" + "new::f1-01::9::1\nnew::f1-02::9::2\nnew::f1-03::8::3\n");
    Outcome further =
        run(
            "recommend fit new.dat --min-rating 6 --min-count 3 --from films.safetensors"
                + " --out further.safetensors --json");
    assertThat(further.succeeded().err())
        .contains("of 4 new ratings count 4", "1 new users and 0 new items", "as chosen before");
    assertThat(further.json()).containsEntry("users", 301).containsEntry("items", 75);
    assertThat(items(run("recommend top further.safetensors --user new --n 3 --json")).getFirst())
        .extracting(item -> item.get("item").toString().substring(0, 3))
        .isEqualTo("f1-");
    run("recommend fit new.dat --from films.safetensors --model linear")
        .failed(2, "--from keeps what was chosen", "leave out --model");
    run("recommend fit new.dat --min-rating 10 --from films.safetensors")
        .failed(1, "none of its 4 ratings counts", "--min-rating");
    run("recommend fit new.dat --from nothing.safetensors").failed(1, "nothing.safetensors");
  }

  @Test
  void top_knows_users_lists_titles_and_reasons() {
    List<Map<String, Object>> top =
        items(
            run(
                "recommend top films.safetensors --items f1-01,f1-02 --n 5 --titles titles.dat"
                    + " --explain 1 --json"));
    assertThat(top).hasSize(5);
    assertThat(top.getFirst().get("item").toString()).startsWith("f1-").isNotIn("f1-01", "f1-02");
    assertThat(top.getFirst().get("title").toString()).startsWith("Été ");
    assertThat((List<?>) top.getFirst().get("because")).hasSize(1);
    assertThat(items(run("recommend top films.safetensors --user 4 --n 3 --json"))).hasSize(3);
    assertThat(run("recommend top films.safetensors --user 4 --n 3").succeeded().out().lines())
        .hasSize(3);
    assertThat(items(run("recommend similar films.safetensors --item f1-01 --n 4 --json")))
        .hasSize(4);
    assertThat(run("info films.safetensors --json").json()).containsEntry("users", 300);
  }

  @Test
  void a_stream_of_users_is_answered_line_by_line() throws IOException {
    Files.writeString(folder.resolve("users.txt"), "4\nf2-01, f2-02\nnobody\n");
    List<String> lines =
        run("recommend top films.safetensors --users users.txt --n 2")
            .succeeded()
            .out()
            .lines()
            .toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("{\"user\":\"4\",\"items\":[{\"item\":\"f1-");
    assertThat(lines.get(1)).contains("\"items\":[{\"item\":\"f2-");
    assertThat(lines.get(2)).contains("error");
  }

  @Test
  void bad_input_is_told_in_a_line() throws IOException {
    run("recommend top films.safetensors --user 400")
        .failed(1, "no user '400' among 300", "nearest name is '", "--items");
    run("recommend top films.safetensors --items f1-99").failed(1, "no item 'f1-99'", "nearest");
    run("recommend similar films.safetensors --item f9").failed(1, "no item 'f9'");
    run("recommend top films.safetensors").failed(2, "--user NAME, --items A,B,C or --users FILE");
    run("recommend evaluate ratings.dat --hide much").failed(2, "--hide must be a share");
    run("recommend evaluate ratings.dat --hide 1.5").failed(1, "--hide", "below 1");
    Files.writeString(folder.resolve("text.csv"), "a,x,1\nb,y,good\n");
    run("recommend fit text.csv").failed(1, "line 2 has 'good' for a rating");
    Files.writeString(folder.resolve("none.csv"), "a,x,1\nb,,2\n");
    run("recommend fit none.csv").failed(1, "line 2 has no item");
    Files.writeString(folder.resolve("twice.csv"), "a,x,1\na,x,3\na,y,1\nb,x,4\n");
    assertThat(run("recommend fit twice.csv --min-count 1 --duplicates mean --min-rating 2").err())
        .contains("1 of 4 rows are of a user and item seen before; their mean counts")
        .contains("too few to learn from");
    Files.writeString(folder.resolve("one.csv"), "a,x,1\nb,x,2\n");
    Outcome one = run("recommend fit one.csv --min-count 1");
    assertThat(one.exitCode()).isEqualTo(1);
    assertThat(one.err()).contains("too few to learn from", "--min-count");
  }
}
