package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.infer.InferencePass;
import dev.hourglass.autoencoder.infer.RowBudget;
import dev.hourglass.autoencoder.infer.VectorQuantizer;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Tensor;
import java.util.Optional;

/**
 * Gives dead entries of codebooks something to stand for: those that no sample of an epoch chose
 * become what the encoder puts out for samples drawn at random (random restarts, Dhariwal et al.
 * 2020), as all do before the first step. An entry that nobody chooses gets no gradient, and would
 * stay where it is for ever.
 *
 * <p>Which samples is a function of seed and epoch alone, and one worker does it while the others
 * wait, so that the number of workers does not matter.
 */
final class CodebookRevival {
  /** Samples that are encoded at once, at most. */
  private static final int MOST_ROWS = 1024;

  private final Blueprint blueprint;
  private final Dataset samples;
  private final Tensor parameters;
  private final VectorQuantizer quantizer;
  private final InferencePass pass;
  private final int[] classes;
  private final long seed;
  private final int[] order;

  private CodebookRevival(TrainingContext shared, Dataset samples, VectorQuantizer quantizer) {
    this.blueprint = shared.blueprint();
    this.samples = samples;
    this.parameters = shared.state().parameters();
    this.quantizer = quantizer;
    this.seed = shared.training().seed();
    int rows =
        Math.min(
            Math.min(MOST_ROWS, samples.size()),
            RowBudget.inferenceRows(blueprint, shared.networks(), shared.room().precision()));
    this.pass =
        new InferencePass(
            blueprint,
            shared.networks().withoutDropout(),
            shared.passContext(shared.room().master(1, 0)),
            shared.shift(),
            rows);
    this.classes = blueprint.condition().map(each -> each.numbersOf(samples)).orElse(new int[0]);
    this.order = new int[samples.size()];
  }

  /** That of a training whose codes are made of entries. */
  static Optional<CodebookRevival> of(TrainingContext shared, Dataset samples) {
    return VectorQuantizer.of(shared.blueprint(), shared.networks(), 1)
        .map(quantizer -> new CodebookRevival(shared, samples, quantizer));
  }

  /** Fills codebooks that are empty, as they are where nothing but weights was drawn. */
  void begin() {
    if (quantizer.isEmpty(parameters)) {
      revive(0, new long[quantizer.books() * quantizer.entries()]);
    }
  }

  /**
   * Replaces entries that were never chosen.
   *
   * @param epoch that ended
   * @param uses how often each was chosen in it, one codebook after the other
   */
  void revive(int epoch, long[] uses) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    int next = pass.rows();
    int drawn = 0;
    long places = Noise.key(seed, NoisePurpose.CODEBOOK, epoch, 0);
    long samples = Noise.key(seed, NoisePurpose.CODEBOOK, epoch, 1);
    int area = blueprint.code().map().places();
    for (int entry = 0; entry < quantizer.entries(); entry++) {
      for (int book = 0; book < quantizer.books(); book++) {
        if (uses[book * quantizer.entries() + entry] > 0) {
          continue;
        }
        if (next == pass.rows()) {
          drawn = encode(samples, drawn);
          next = 0;
        }
        int place = (int) (Noise.uniform(places, drawn + next) * area);
        quantizer.replace(book, entry, pass.heads(), next, place, parameters);
        next++;
      }
    }
  }

  /** Encodes the samples at the next places of a shuffled order. */
  private int encode(long key, int drawn) {
    int rows = pass.rows();
    for (int i = 0; i < rows; i++) {
      // Fisher and Yates, begun anew once all were drawn.
      int at = (drawn + i) % order.length;
      int other = at + (int) (Noise.uniform(key, drawn + i) * (order.length - at));
      int kept = order[at];
      order[at] = order[other];
      order[other] = kept;
    }
    int[] some = new int[rows];
    for (int i = 0; i < rows; i++) {
      some[i] = order[(drawn + i) % order.length];
    }
    samples.gather(some, 0, rows, pass.samples().segment());
    if (pass.condition().isPresent()) {
      pass.condition().get().fill(classes, some, 0, rows);
    }
    pass.encode();
    return drawn + rows;
  }
}
