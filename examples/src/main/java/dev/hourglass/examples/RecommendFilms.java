package dev.hourglass.examples;

import dev.hourglass.data.rating.RatingOptions;
import dev.hourglass.data.rating.RatingReader;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.recommend.FittingListener;
import dev.hourglass.tasks.recommend.InteractionOptions;
import dev.hourglass.tasks.recommend.Interactions;
import dev.hourglass.tasks.recommend.NetworkOptions;
import dev.hourglass.tasks.recommend.Recommendation;
import dev.hourglass.tasks.recommend.Recommender;
import dev.hourglass.tasks.recommend.RecommenderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Fits a recommender on made-up ratings of films, saves it, loads it, and asks what somebody may
 * like who was not among the users.
 *
 * <p>Run it with one argument: the folder for its files.
 */
public final class RecommendFilms {
  private RecommendFilms() {}

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Kernels kernels = KernelLadder.climb(KernelChoice.AUTO);

    Path file = Files.write(folder.resolve("ratings.csv"), ratings());
    Interactions liked =
        Interactions.of(
            RatingReader.read(file.toString(), RatingOptions.defaults()),
            new InteractionOptions(Optional.of(4.0), 5));
    System.out.println(liked);

    RecommenderOptions options =
        RecommenderOptions.defaults(1)
            .withNetwork(NetworkOptions.defaults().withLayers(List.of(64), 16));
    Recommender recommender = Recommender.fit(liked, options, kernels, FittingListener.SILENT);
    System.out.println(recommender);

    Path saved = folder.resolve("films.safetensors");
    recommender.save(saved);
    List<String> has = List.of("western 1", "western 4");
    Recommender loaded = Recommender.load(saved, kernels);
    for (Recommendation each : loaded.explain(has, loaded.top(has, 3), 1)) {
      System.out.println(each.item() + " because of " + each.because().getFirst().item());
    }
  }

  /** Everybody likes one kind of film, and now and then another. */
  private static List<String> ratings() {
    List<String> kinds = List.of("western", "comedy", "thriller", "romance");
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>(List.of("user,film,rating"));
    for (int user = 0; user < 500; user++) {
      for (int i = 0; i < 12; i++) {
        boolean own = random.nextInt(8) > 0;
        String kind = kinds.get(own ? user % kinds.size() : random.nextInt(kinds.size()));
        lines.add("%d,%s %d,%d".formatted(user, kind, random.nextInt(20), own ? 5 : 4));
      }
    }
    return lines;
  }
}
