package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.autoencoder.train.Judge;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Kernels;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Trains several networks on the same users, each from draws of its own, beside each other on all
 * processors.
 */
final class NetworkTeam {
  private final NetworkOptions options;
  private final long seed;
  private final Kernels kernels;
  private final FittingListener listener;

  NetworkTeam(NetworkOptions options, long seed, Kernels kernels, FittingListener listener) {
    this.options = options;
    this.seed = seed;
    this.kernels = kernels;
    this.listener = listener;
  }

  /**
   * Networks, of the epoch that the judge found best or of the last.
   *
   * @param networks in the order of their draws
   * @param epochs which one that is, at least 1
   * @param usersPerSecond of all together, in their last epochs
   */
  record Judged(List<Autoencoder> networks, int epochs, double usersPerSecond) {}

  /**
   * Trains so many: one as far as the epoch that the judge finds best; several to the end, where
   * the rate has fallen to nothing, for with few ratings the best epoch is so by chance.
   */
  Judged train(SparseSamples histories, int count, Judge judge) {
    List<TrainingResult> results =
        each(
            count,
            fitting ->
                count > 1
                    ? fitting.train(histories, options.epochs())
                    : fitting.train(histories, judge));
    int epochs = results.stream().mapToInt(TrainingResult::bestEpoch).sum();
    return new Judged(
        results.stream().map(TrainingResult::autoencoder).toList(),
        Math.max(1, Math.round((float) epochs / count)),
        results.stream().mapToDouble(r -> r.history().getLast().samplesPerSecond()).sum());
  }

  /** Trains so many, each as far as that epoch. */
  List<Autoencoder> train(SparseSamples histories, int count, int lastEpoch) {
    return each(count, fitting -> fitting.train(histories, lastEpoch)).stream()
        .map(TrainingResult::autoencoder)
        .toList();
  }

  /** Goes on with networks for some epochs. */
  List<Autoencoder> train(SparseSamples histories, List<Autoencoder> begun, int epochs) {
    return IntStream.range(0, begun.size())
        .parallel()
        .mapToObj(i -> fitting(i, begun.size()).goOn(begun.get(i), histories, epochs))
        .map(TrainingResult::autoencoder)
        .toList();
  }

  private List<TrainingResult> each(int count, Function<NetworkFitting, TrainingResult> training) {
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(i -> training.apply(fitting(i, count)))
        .toList();
  }

  /** Of several each has one worker, for they are trained beside each other. */
  private NetworkFitting fitting(int which, int of) {
    return new NetworkFitting(options, seedOf(which), of > 1, kernels, watching(which, of));
  }

  /** The first has the seed as it is given. */
  private long seedOf(int which) {
    return seed + which * 0x9E3779B97F4A7C15L;
  }

  private TrainingListener watching(int which, int of) {
    String name =
        of == 1 ? "network   " : String.format(Locale.ROOT, "network %d of %d", which + 1, of);
    return new TrainingListener() {
      @Override
      public void epochEnded(EpochRecord epoch) {
        if (epoch.epoch() % 10 == 0) {
          said(
              String.format(
                  Locale.ROOT,
                  "%s epoch %d of %d, %,.0f users a second",
                  name,
                  epoch.epoch(),
                  options.epochs(),
                  epoch.samplesPerSecond()));
        }
      }
    };
  }

  private synchronized void said(String line) {
    listener.said(line);
  }
}
