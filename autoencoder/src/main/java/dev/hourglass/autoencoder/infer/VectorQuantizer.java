package dev.hourglass.autoencoder.infer;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The codebooks of a {@link Bottleneck.VectorQuantized} model at work on up to a number of rows.
 *
 * <p>Of a group z and entries e the nearest is that of the least ‖e‖² − 2 z·e, the first of equal
 * ones. Distances are summed in double precision, a unit after the other, so that the choice is the
 * same on every machine and for every number of rows and workers. Not for several threads at once.
 */
public final class VectorQuantizer {
  private final Slot slot;
  private final Slot uses;
  private final int entries;
  private final int width;
  private final double commitment;

  /** Codebooks, which take turns along a row: groups g and g + books share one. */
  private final int books;

  private final int groups;

  /** {@code [books · width, entries]}: a unit of all entries side by side, for speed. */
  private final double[] units;

  private final double[] norms;
  private final double[] distances;
  private final int[] chosen;
  private int rows;

  private VectorQuantizer(
      Networks.Codebook codebook,
      Bottleneck.VectorQuantized quantized,
      int codeSize,
      int mostRows) {
    this.slot = codebook.entries();
    this.uses = codebook.uses();
    this.entries = quantized.entries();
    this.width = quantized.width();
    this.commitment = quantized.commitment();
    this.books = slot.shape().rows() / entries;
    this.groups = codeSize / width;
    this.units = new double[books * width * entries];
    this.norms = new double[books * entries];
    this.distances = new double[entries];
    this.chosen = new int[mostRows * groups];
  }

  /** That of a model whose code is made of entries. */
  public static Optional<VectorQuantizer> of(Blueprint blueprint, Networks networks, int mostRows) {
    return blueprint.bottleneck() instanceof Bottleneck.VectorQuantized quantized
        ? networks
            .codebook()
            .map(book -> new VectorQuantizer(book, quantized, blueprint.codeSize(), mostRows))
        : Optional.empty();
  }

  /**
   * Replaces each group by its nearest entry.
   *
   * @param parameters {@code [1, n]}, with the codebooks
   * @param encoded {@code [rows, code]}
   * @param code {@code [rows, code]}, overwritten; may be {@code encoded} itself
   */
  public void choose(Tensor parameters, Tensor encoded, Tensor code) {
    read(parameters);
    rows = encoded.rows();
    for (int group = 0; group < rows * groups; group++) {
      int book = group % books;
      int nearest = nearest(encoded, (long) group * width, book);
      chosen[group] = nearest;
      for (int u = 0; u < width; u++) {
        code.set((long) group * width + u, units[(book * width + u) * entries + nearest]);
      }
    }
  }

  private void read(Tensor parameters) {
    for (int book = 0; book < books; book++) {
      for (int e = 0; e < entries; e++) {
        double norm = 0;
        for (int u = 0; u < width; u++) {
          double unit = parameters.get(position(book, e, u));
          units[(book * width + u) * entries + e] = unit;
          norm += unit * unit;
        }
        norms[book * entries + e] = norm;
      }
    }
  }

  private long position(int book, int entry, int unit) {
    return slot.offset() + (long) (book * entries + entry) * width + unit;
  }

  private int nearest(Tensor encoded, long from, int book) {
    System.arraycopy(norms, book * entries, distances, 0, entries);
    for (int u = 0; u < width; u++) {
      double twice = -2 * encoded.get(from + u);
      int at = (book * width + u) * entries;
      for (int e = 0; e < entries; e++) {
        distances[e] += twice * units[at + e];
      }
    }
    int nearest = 0;
    for (int e = 1; e < entries; e++) {
      if (distances[e] < distances[nearest]) {
        nearest = e;
      }
    }
    return nearest;
  }

  /**
   * Adds the gradients of ‖sg z − e‖² + β ‖z − sg e‖², summed over the groups that were chosen for
   * last.
   *
   * @param encoded {@code [rows, code]}: z
   * @param code {@code [rows, code]}: e
   * @param scale 1 / batch size
   * @param encoderGradient {@code [rows, code]}: by z, which there is something in already
   * @param gradient {@code [1, n]}: by the parameters, of which the codebooks' are overwritten, and
   *     in the place of that by {@link Networks.Codebook#uses} how often each was chosen, times the
   *     scale
   * @return (1 + β) Σ ‖z − e‖²
   */
  public double addGradients(
      Tensor encoded, Tensor code, double scale, Tensor encoderGradient, Tensor gradient) {
    for (int i = slot.offset(); i < slot.end(); i++) {
      gradient.set(i, 0);
    }
    for (int i = uses.offset(); i < uses.end(); i++) {
      gradient.set(i, 0);
    }
    double sum = 0;
    for (int group = 0; group < rows * groups; group++) {
      long use = uses.offset() + (long) (group % books) * entries + chosen[group];
      gradient.set(use, gradient.get(use) + scale);
      for (int u = 0; u < width; u++) {
        long at = (long) group * width + u;
        double off = encoded.get(at) - code.get(at);
        sum += off * off;
        double slope = 2 * scale * off;
        encoderGradient.set(at, encoderGradient.get(at) + commitment * slope);
        long entry = position(group % books, chosen[group], u);
        gradient.set(entry, gradient.get(entry) - slope);
      }
    }
    return (1 + commitment) * sum;
  }

  /**
   * Counts how often entries were chosen last.
   *
   * @param uses a number for each entry, one codebook after the other; added to
   */
  public void count(long[] uses) {
    for (int group = 0; group < rows * groups; group++) {
      uses[group % books * entries + chosen[group]]++;
    }
  }

  /** The entry of its codebook that a group of a row was given last. */
  public int chosen(int row, int group) {
    return chosen[row * groups + group];
  }

  /** Groups of a code. */
  public int groups() {
    return groups;
  }

  /** Codebooks there are. */
  public int books() {
    return books;
  }

  /** Entries of a codebook. */
  public int entries() {
    return entries;
  }

  /**
   * Makes an entry of a group of a code.
   *
   * @param book which codebook
   * @param encoded {@code [rows, code]}
   * @param row of the code
   * @param place of a code that keeps height and width; else 0
   * @param parameters {@code [1, n]}, changed
   */
  public void replace(int book, int entry, Tensor encoded, int row, int place, Tensor parameters) {
    for (int u = 0; u < width; u++) {
      parameters.set(
          position(book, entry, u), encoded.get(row, (place * books + book) * width + u));
    }
    parameters.set(uses.offset() + book * entries + entry, 0);
  }

  /**
   * Moves entries to the running mean of what they stand for (van den Oord et al. 2017, appendix
   * A.1): with n how often an entry was chosen and s the sum of those groups, of a batch, N ← (1 −
   * α) N + α n and e ← e + α (s − n e) / N. An optimiser's steps would be as long as its learning
   * rate, and late for an encoder that is still on its way.
   *
   * @param parameters {@code [1, n]}, changed
   * @param gradients of all shards, as {@link #addGradients} leaves them
   * @param share α, in (0, 1)
   */
  public void step(Tensor parameters, List<Tensor> gradients, double share) {
    for (int entry = 0; entry < books * entries; entry++) {
      double count = sum(gradients, uses.offset() + entry);
      double running =
          (1 - share) * Math.max(0, parameters.get(uses.offset() + entry)) + share * count;
      parameters.set(uses.offset() + entry, running < Kernels.FLUSH ? 0 : running);
      if (count > 0) {
        int from = slot.offset() + entry * width;
        for (int i = from; i < from + width; i++) {
          double off = -sum(gradients, i) / 2;
          parameters.set(i, parameters.get(i) + share * off / running);
        }
      }
    }
  }

  private static double sum(List<Tensor> gradients, int at) {
    double sum = 0;
    for (int i = 0; i < gradients.size(); i++) {
      sum += gradients.get(i).get(at);
    }
    return sum;
  }

  /** Whether no codebook has been given anything yet. */
  public boolean isEmpty(Tensor parameters) {
    for (int i = slot.offset(); i < slot.end(); i++) {
      if (parameters.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
