package dev.hourglass.tasks.learn;

import dev.hourglass.data.dataset.Pairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is learned from, and what judges the model that learned it.
 *
 * @param pairs of samples and what they are called
 * @param validation held aside, where some are
 * @param counts of both kinds of samples
 * @param remarks what people should know, a sentence each
 * @param judges the samples that judge
 */
record Lesson(
    Pairs pairs,
    Optional<Pairs> validation,
    FineTuned.Counts counts,
    List<String> remarks,
    Judges judges) {
  /** With something more to say. */
  Lesson with(String remark) {
    List<String> more = new ArrayList<>(remarks);
    more.add(remark);
    return new Lesson(pairs, validation, counts, more, judges);
  }

  /** Of other samples, judged by others. */
  Lesson of(Pairs others, FineTuned.Counts all, Judges without) {
    return new Lesson(others, validation, all, remarks, without);
  }
}
