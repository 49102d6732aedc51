package dev.hourglass.tasks.generate;

import dev.hourglass.autoencoder.infer.TensorSamples;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.dataset.RowOrder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.probe.NearestNeighbours;
import java.util.Arrays;
import java.util.List;

/**
 * Whether samples are new or copies of what was learned from: how far each is from the closest
 * training record (distance to closest record), beside how far real records are that were held out.
 *
 * @param distance from a sample to the closest training record, the median; Euclidean, of prepared
 *     numbers
 * @param realDistance the same of real records that were held out
 * @param copied share of samples closer to a training record than all but a hundredth of the real
 *     ones held out are: about 0.01 of samples that are as new as those
 */
public record NearestRecords(double distance, double realDistance, double copied) {
  /** Samples that are looked at. */
  private static final int MOST = 1_000;

  /** Numbers of training records that are looked at. */
  private static final long MOST_NUMBERS = 1L << 26;

  private static final double CLOSE = 0.01;

  /**
   * Looks for the closest records of up to a thousand samples, evenly picked.
   *
   * @param training records, of which a part is looked at where they have more than 67 million
   *     numbers
   * @param heldOut real records
   */
  static NearestRecords of(Dataset made, Dataset training, Dataset heldOut, Kernels kernels) {
    int most = (int) Math.clamp(MOST_NUMBERS / training.features(), 1, training.size());
    Tensor records = TensorSamples.copyOf(training.subset(RowOrder.spread(training.size(), most)));
    NearestNeighbours neighbours =
        NearestNeighbours.of(records, new Labels(new int[records.rows()], List.of("any")), kernels);
    double[] ofMade = distances(neighbours, records, few(made));
    double[] ofReal = distances(neighbours, records, few(heldOut));
    double close = ofReal[(int) (CLOSE * ofReal.length)];
    long copied = Arrays.stream(ofMade).filter(distance -> distance < close).count();
    return new NearestRecords(
        ofMade[ofMade.length / 2], ofReal[ofReal.length / 2], (double) copied / ofMade.length);
  }

  private static Dataset few(Dataset samples) {
    return samples.subset(RowOrder.spread(samples.size(), MOST));
  }

  /** Ascending. */
  private static double[] distances(NearestNeighbours neighbours, Tensor records, Dataset samples) {
    Tensor queries = TensorSamples.copyOf(samples);
    int[][] found = neighbours.neighbours(queries, 1);
    double[] distances = new double[found.length];
    for (int q = 0; q < found.length; q++) {
      float[] query = queries.row(q);
      float[] record = records.row(found[q][0]);
      double sum = 0;
      for (int f = 0; f < query.length; f++) {
        double difference = (double) query[f] - record[f];
        sum += difference * difference;
      }
      distances[q] = Math.sqrt(sum);
    }
    Arrays.sort(distances);
    return distances;
  }
}
