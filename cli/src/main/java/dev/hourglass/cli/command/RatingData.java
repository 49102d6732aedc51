package dev.hourglass.cli.command;

import dev.hourglass.cli.flags.CommonFlags;
import dev.hourglass.cli.flags.RatingFlags;
import dev.hourglass.data.rating.RatingReader;
import dev.hourglass.data.rating.Ratings;
import dev.hourglass.tasks.recommend.InteractionOptions;
import dev.hourglass.tasks.recommend.Interactions;

/** Ratings as commands read them, saying how. */
final class RatingData {
  private RatingData() {}

  static Interactions read(
      String path, RatingFlags reading, InteractionOptions options, CommonFlags common) {
    Ratings ratings = RatingReader.read(path, reading.options());
    ratings.remarks().forEach(common.screen()::remark);
    Interactions interactions = Interactions.of(ratings, options);
    interactions.remarks().forEach(common.screen()::remark);
    return interactions;
  }
}
