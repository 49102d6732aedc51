package dev.hourglass.tasks.recommend;

import dev.hourglass.data.rating.RatingOptions;
import dev.hourglass.data.rating.RatingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Users of a few tastes: nine of ten items are of one's own, each liked the more the lower. */
final class Tastes {
  static final int ITEMS_EACH = 30;

  private Tastes() {}

  static Interactions of(Path folder, int users, int tastes, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>();
    for (int u = 0; u < users; u++) {
      for (int i = 0; i < 12; i++) {
        int taste = random.nextInt(10) == 0 ? random.nextInt(tastes) : u % tastes;
        int item = (int) (ITEMS_EACH * Math.pow(random.nextDouble(), 1.5));
        lines.add("u%d,t%d-%d,1".formatted(u, taste, item));
      }
    }
    Path file = Files.write(folder.resolve("tastes.csv"), lines);
    return Interactions.of(
        RatingReader.read(file.toString(), RatingOptions.defaults()),
        InteractionOptions.defaults());
  }
}
