package dev.hourglass.bench.ratings;

import dev.hourglass.bench.PeakMemory;
import dev.hourglass.data.rating.RatingOptions;
import dev.hourglass.data.rating.RatingReader;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.recommend.InteractionOptions;
import dev.hourglass.tasks.recommend.Interactions;
import dev.hourglass.tasks.recommend.NetworkOptions;
import dev.hourglass.tasks.recommend.Recommendation;
import dev.hourglass.tasks.recommend.Recommender;
import dev.hourglass.tasks.recommend.RecommenderKind;
import dev.hourglass.tasks.recommend.RecommenderOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads drawn ratings, trains a network of items-600-200-600-items on them, asks it for many users,
 * and prints a line.
 */
public final class RecommendBench {
  private static final int TOP = 20;
  private static final int ASKED = 20_000;
  private static final long SEED = 1;
  private static final Pattern SPEED = Pattern.compile("([\\d,]+) users a second");

  private RecommendBench() {}

  /** Arguments: {@code draw FILE USERS ITEMS}, or {@code measure FILE KIND EPOCHS}. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[1]);
    if (args[0].equals("draw")) {
      long written =
          new DrawnRatings(Integer.parseInt(args[2]), Integer.parseInt(args[3])).write(file);
      System.err.printf(Locale.ROOT, "%,d ratings drawn%n", written);
    } else {
      RecommenderKind kind = RecommenderKind.valueOf(args[2].toUpperCase(Locale.ROOT));
      measure(file, kind, Integer.parseInt(args[3]));
    }
  }

  private static void measure(Path file, RecommenderKind kind, int epochs) throws IOException {
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);
    long start = System.nanoTime();
    Interactions interactions =
        Interactions.of(
            RatingReader.read(file.toString(), RatingOptions.defaults()),
            InteractionOptions.defaults());
    double reading = seconds(start);
    String[] speed = {"–"};
    start = System.nanoTime();
    Recommender recommender =
        Recommender.fit(
            interactions,
            RecommenderOptions.defaults(SEED)
                .withKind(kind)
                .withNetworks(1)
                .withNetwork(NetworkOptions.defaults().withEpochs(epochs)),
            kernels,
            line -> {
              System.err.println(line);
              Matcher found = SPEED.matcher(line);
              if (found.find()) {
                speed[0] = found.group(1);
              }
            });
    double fitting = seconds(start);
    List<String> users = interactions.users();
    List<String> asked = users.subList(0, Math.min(ASKED, users.size()));
    // Once before, until all is compiled.
    recommender.topForAll(asked.subList(0, Math.min(2_000, asked.size())), TOP);
    start = System.nanoTime();
    List<List<Recommendation>> tops = recommender.topForAll(asked, TOP);
    double asking = seconds(start);
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %,d | %,d | %.0f | %.0f | %s | %,.0f | %.1f%% | %s |%n",
        recommender.selection().kind().text(),
        interactions.size(),
        users.size(),
        interactions.items().size(),
        reading,
        fitting,
        speed[0],
        asked.size() / asking,
        100 * suiting(asked, tops),
        PeakMemory.mib());
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /** The share of what is told that is of a user's own tastes. */
  private static double suiting(List<String> users, List<List<Recommendation>> tops) {
    long suiting = 0;
    long told = 0;
    for (int u = 0; u < users.size(); u++) {
      int user = Integer.parseInt(users.get(u));
      for (Recommendation each : tops.get(u)) {
        suiting += DrawnRatings.suits(user, Integer.parseInt(each.item())) ? 1 : 0;
        told++;
      }
    }
    return (double) suiting / told;
  }
}
