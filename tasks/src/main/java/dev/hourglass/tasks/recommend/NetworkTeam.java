package dev.hourglass.tasks.recommend;

import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.autoencoder.train.Judge;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.sparse.SparseSamples;
import dev.hourglass.engine.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Trains several networks on the same users, each from draws of its own. */
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
   * Networks, each of its epoch that the judge finds best.
   *
   * @param networks in the order of their draws
   * @param epochs the mean of their best epochs, at least 1
   * @param usersPerSecond in the last epoch
   */
  record Judged(List<Autoencoder> networks, int epochs, double usersPerSecond) {}

  /** Trains so many, each judged after its epochs. */
  Judged train(SparseSamples histories, int count, Judge judge) {
    List<Autoencoder> networks = new ArrayList<>();
    int epochs = 0;
    double speed = 0;
    for (int i = 0; i < count; i++) {
      TrainingResult result = fitting(i, count).train(histories, judge);
      networks.add(result.autoencoder());
      epochs += result.bestEpoch();
      speed = result.history().getLast().samplesPerSecond();
    }
    return new Judged(
        List.copyOf(networks), Math.max(1, Math.round((float) epochs / count)), speed);
  }

  /** Trains so many, each as far as that epoch. */
  List<Autoencoder> train(SparseSamples histories, int count, int lastEpoch) {
    List<Autoencoder> networks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      networks.add(fitting(i, count).train(histories, lastEpoch).autoencoder());
    }
    return networks;
  }

  /** Goes on with networks for some epochs. */
  List<Autoencoder> train(SparseSamples histories, List<Autoencoder> begun, int epochs) {
    List<Autoencoder> networks = new ArrayList<>();
    for (int i = 0; i < begun.size(); i++) {
      networks.add(
          fitting(i, begun.size()).goOn(begun.get(i), histories, epochs).autoencoder());
    }
    return networks;
  }

  private NetworkFitting fitting(int which, int of) {
    return new NetworkFitting(options, seedOf(which), kernels, watching(which, of));
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
          listener.said(
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
}
