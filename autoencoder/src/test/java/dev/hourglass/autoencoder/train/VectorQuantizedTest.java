package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.network.Input;
import dev.hourglass.engine.network.Network;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.Precision;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Codes made of a codebook's entries. */
class VectorQuantizedTest {
  private static final int BATCH = 6;
  private static final int FEATURES = 7;
  private static final double STEP = 1e-5;

  static Stream<Named<Blueprint>> blueprints() {
    SampleShape signal = SampleShape.vector(FEATURES);
    Stages tanh = Stages.of(6).withActivation(Activation.TANH);
    Blueprint dense =
        Preset.VECTOR_QUANTIZED
            .blueprint(signal, tanh, 4)
            .withBottleneck(new Bottleneck.VectorQuantized(3, 2, 0.7));
    return Stream.of(
        Named.of("two groups", dense),
        Named.of("beside a linear path", dense.withLinearPath(true)),
        Named.of("one group", dense.withBottleneck(new Bottleneck.VectorQuantized(3, 4, 0))),
        Named.of(
            "places that share two codebooks",
            Preset.UNDERCOMPLETE
                .blueprint(
                    signal, Stages.parse("conv:2,conv:3:2").withActivation(Activation.TANH), 3)
                .withCodeChannels(4)
                .withBottleneck(new Bottleneck.VectorQuantized(3, 2, 0.4))));
  }

  /**
   * The assignment held fixed, and with it what the gradient does not pass through: then S(θ) =
   * −log p(x | g(z(θ) + c)) + ‖z₀ − e(θ)‖² + β ‖z(θ) − e₀‖² with c = e₀ − z₀ has the gradient that
   * the straight-through estimator claims at θ₀.
   */
  @ParameterizedTest
  @MethodSource("blueprints")
  void gradient_is_that_of_the_objective_with_the_entries_held(Blueprint blueprint) {
    try (Arena arena = Arena.ofShared()) {
      OneStep step = new OneStep(blueprint, arena);
      Tensor gradient = step.gradient();
      Surrogate surrogate = new Surrogate(blueprint, step, arena);
      double largest = 0;
      for (long i = 0; i < gradient.size(); i++) {
        largest = Math.max(largest, Math.abs(gradient.get(i)));
      }
      Networks.Codebook codebook = step.networks.codebook().orElseThrow();
      for (int i = 0; i < codebook.uses().offset(); i++) {
        double at = step.parameters.get(i);
        step.parameters.set(i, at + STEP);
        double above = surrogate.objective();
        step.parameters.set(i, at - STEP);
        double below = surrogate.objective();
        step.parameters.set(i, at);
        boolean fixed = blueprint.encoder().isSpatial() && i < FEATURES;
        assertThat(gradient.get(i))
            .as("parameter %d", i)
            .isCloseTo(
                fixed ? 0 : (above - below) / (2 * STEP),
                within(2e-6 * (Math.abs(gradient.get(i)) + 0.1 * largest)));
      }
      double uses = 0;
      for (int i = codebook.uses().offset(); i < codebook.uses().end(); i++) {
        uses += gradient.get(i);
      }
      assertThat(uses)
          .as("entries chosen in a sample")
          .isCloseTo(blueprint.codeSize() / codebook.entries().shape().columns(), within(1e-9));
    }
  }

  /** One shard's step in double precision. */
  private static final class OneStep {
    final Networks networks;
    final Tensor parameters;
    final Dataset samples = Dataset.of(rows(BATCH, FEATURES, 11));
    private final LocalShard shard;

    OneStep(Blueprint blueprint, Arena arena) {
      Training training =
          Training.defaults()
              .withPrecision(PrecisionChoice.FLOAT64)
              .withOptimizer(new Optimizer.Sgd())
              .withBatchSize(BATCH)
              .withWorkers(1);
      networks = Networks.of(blueprint);
      TrainingState state =
          TrainingState.allocate(
              arena, networks.layout().size(), training.optimizer(), Precision.FLOAT64);
      parameters = state.parameters();
      networks.initialize(blueprint, 3, parameters);
      for (int i = 0; i < parameters.size(); i++) {
        parameters.set(i, parameters.get(i) + 0.3 * Noise.normal(99, i));
      }
      Pairs pairs = Pairs.same(samples);
      TrainingContext shared =
          new TrainingContext(
              blueprint,
              training,
              networks,
              new TrainingContext.Room(KernelLadder.portable(), Precision.FLOAT64, arena),
              state,
              new Workers(1),
              TrainingContext.Reading.of(samples, Optional.empty()));
      shard = new LocalShard(shared, pairs, BATCH, new StopWatch());
    }

    Tensor gradient() {
      shard.gather(IntStream.range(0, BATCH).toArray(), 0, BATCH);
      shard.forward(1, 0, 0, BATCH);
      shard.backward(BATCH, new double[0]);
      return shard.gradient();
    }
  }

  /** The same objective by other means, as a function that can be differentiated. */
  private static final class Surrogate {
    private final Blueprint blueprint;
    private final Networks networks;
    private final Tensor parameters;
    private final Tensor targets;
    private final NetworkPass encoder;
    private final Tensor decoderInput;
    private final NetworkPass decoder;
    private final Tensor spare;
    private final Tensor losses;
    private final double[] encoded;
    private final int[] entryOf;
    private final double[] entries;

    Surrogate(Blueprint blueprint, OneStep step, Arena arena) {
      this.blueprint = blueprint;
      this.networks = step.networks;
      this.parameters = step.parameters;
      Shape all = new Shape(1, (int) parameters.size());
      PassContext context =
          new PassContext(
              KernelLadder.portable(),
              Precision.FLOAT64,
              parameters,
              parameters,
              Tensor.allocate(arena, all, Format.FLOAT64),
              arena);
      this.targets = context.master(BATCH, FEATURES);
      for (int r = 0; r < BATCH; r++) {
        float[] row = rows(BATCH, FEATURES, 11)[r];
        for (int c = 0; c < FEATURES; c++) {
          targets.set(r, c, row[c]);
        }
      }
      this.encoder = pass(context, networks.encoder(), targets);
      this.decoderInput = context.master(BATCH, blueprint.codeSize());
      this.decoder = pass(context, networks.decoder(), decoderInput);
      this.spare = context.master(BATCH, networks.decoder().outputs());
      this.losses = context.master(1, BATCH);
      encoder.forward();
      Tensor book = networks.codebook().orElseThrow().entries().of(parameters);
      int width = book.columns();
      int perBook = ((Bottleneck.VectorQuantized) blueprint.bottleneck()).entries();
      int books = book.rows() / perBook;
      int numbers = BATCH * blueprint.codeSize();
      this.encoded = new double[numbers];
      this.entryOf = new int[numbers];
      this.entries = new double[numbers];
      for (int i = 0; i < numbers; i++) {
        encoded[i] = encoder.output().get(i);
      }
      for (int from = 0; from < numbers; from += width) {
        int first = from / width % books * perBook;
        int nearest = first;
        for (int e = first; e < first + perBook; e++) {
          if (distance(book, e, from) < distance(book, nearest, from)) {
            nearest = e;
          }
        }
        for (int u = 0; u < width; u++) {
          entryOf[from + u] = nearest * width + u;
          entries[from + u] = book.get(nearest, u);
        }
      }
    }

    private static NetworkPass pass(PassContext context, Network network, Tensor input) {
      return new NetworkPass(
          context,
          network,
          NetworkPass.Buffers.forwardOnly(context, network, BATCH, Format.FLOAT64),
          new Input.Dense(input),
          Optional.empty(),
          false);
    }

    private double distance(Tensor book, int entry, int from) {
      double sum = 0;
      for (int u = 0; u < book.columns(); u++) {
        double off = encoded[from + u] - book.get(entry, u);
        sum += off * off;
      }
      return sum;
    }

    double objective() {
      encoder.forward();
      Tensor book = networks.codebook().orElseThrow().entries().of(parameters);
      double commitment = ((Bottleneck.VectorQuantized) blueprint.bottleneck()).commitment();
      double sum = 0;
      for (int i = 0; i < encoded.length; i++) {
        double z = encoder.output().get(i);
        decoderInput.set(i, z + entries[i] - encoded[i]);
        double ofEntry = encoded[i] - book.get(entryOf[i]);
        double ofEncoder = z - entries[i];
        sum += ofEntry * ofEntry + commitment * ofEncoder * ofEncoder;
      }
      decoder.forward();
      sum +=
          KernelLadder.portable()
              .loss(blueprint.loss(), decoder.output(), targets, 0, spare, losses);
      return sum / BATCH;
    }
  }

  private static float[][] rows(int count, int features, long seed) {
    float[][] rows = new float[count][features];
    for (int r = 0; r < count; r++) {
      for (int c = 0; c < features; c++) {
        rows[r][c] = (float) Noise.uniform(seed, r * features + c);
      }
    }
    return rows;
  }

  private static Blueprint small(int entries) {
    return Preset.VECTOR_QUANTIZED
        .blueprint(SampleShape.vector(12), Stages.of(16), 4)
        .withBottleneck(new Bottleneck.VectorQuantized(entries, 2, 0.25));
  }

  @Test
  void codes_are_entries_and_any_code_is_decoded_as_its_nearest() {
    Dataset samples = Samples.of(200, 1);
    TrainingResult result =
        new Trainer(Samples.training().withEpochs(20), Samples.KERNELS).train(small(8), samples);
    Autoencoder model = result.autoencoder();
    Tensor book =
        Networks.of(model.blueprint()).codebook().orElseThrow().entries().of(model.parameters());
    Tensor codes = model.encode(samples);
    for (int r = 0; r < codes.rows(); r++) {
      for (int group = 0; group < 2; group++) {
        int from = 2 * group;
        float[] code = codes.row(r);
        assertThat(
                IntStream.range(8 * group, 8 * group + 8)
                    .anyMatch(
                        e -> book.get(e, 0) == code[from] && book.get(e, 1) == code[from + 1]))
            .as("row %d, group %d", r, group)
            .isTrue();
      }
    }
    Tensor near = Tensor.allocate(codes.rows(), codes.columns());
    for (long i = 0; i < near.size(); i++) {
      near.set(i, codes.get(i) + 1e-4);
    }
    assertThat(model.decode(near).toArray()).isDeepEqualTo(model.reconstruct(samples).toArray());
    assertThat(result.history().getLast().mse())
        .isLessThan(0.2 * result.history().getFirst().mse());
  }

  @Test
  void dead_entries_are_counted_and_revived() {
    Dataset samples = Samples.of(300, 1);
    Training training = Samples.training().withEpochs(1);
    Autoencoder first =
        new Trainer(training, Samples.KERNELS).train(small(6), samples).autoencoder();
    Networks.Codebook codebook = Networks.of(first.blueprint()).codebook().orElseThrow();
    Tensor parameters = Tensor.allocate(1, (int) first.parameters().size());
    parameters.copyFrom(first.parameters());
    for (int i = codebook.entries().offset() + 2; i < codebook.entries().offset() + 12; i++) {
      parameters.set(i, 1e6); // Five of the first codebook's six are out of everybody's reach.
    }
    Autoencoder broken = Autoencoder.of(first.blueprint(), parameters, Samples.KERNELS);
    TrainingResult result =
        new Trainer(training.withEpochs(8), Samples.KERNELS)
            .withStart(new Start.Model(broken))
            .train(small(6), samples);
    assertThat(result.history().getFirst().deadUnits()).isGreaterThanOrEqualTo(5);
    assertThat(result.history().getLast().deadUnits()).isLessThanOrEqualTo(1);
  }

  @Test
  void three_workers_are_one_but_for_rounding_and_resuming_changes_no_bit(@TempDir Path folder) {
    Dataset samples = Samples.of(200, 1);
    Path checkpoint = folder.resolve("c.safetensors");
    Training training =
        Samples.training().withEpochs(4).withWorkers(1).withPrecision(PrecisionChoice.FLOAT64);
    Blueprint blueprint = small(8);
    Trainer trainer = new Trainer(training, KernelLadder.portable());
    float[][] whole = trainer.train(blueprint, samples).autoencoder().parameters().toArray();
    float[][] three =
        new Trainer(training.withWorkers(3), KernelLadder.portable())
            .train(blueprint, samples)
            .autoencoder()
            .parameters()
            .toArray();
    for (int i = 0; i < whole[0].length; i++) {
      assertThat(three[0][i]).isCloseTo(whole[0][i], within(1e-5f));
    }
    Training kept = training.withCheckpoint(checkpoint);
    new Trainer(kept, KernelLadder.portable())
        .withListener(
            new TrainingListener() {
              private int epochs;

              @Override
              public void epochEnded(EpochRecord epoch) {
                epochs = epoch.epoch();
              }

              @Override
              public boolean shouldStop() {
                return epochs == 2;
              }
            })
        .train(blueprint, samples);
    assertThat(
            new Trainer(kept, KernelLadder.portable())
                .resume(checkpoint, samples, Optional.empty())
                .autoencoder()
                .parameters()
                .toArray())
        .isDeepEqualTo(whole);
  }

  @Test
  void what_means_nothing_is_refused_with_the_option() {
    assertThatThrownBy(() -> small(8).withBottleneck(new Bottleneck.VectorQuantized(8, 3, 0.25)))
        .hasMessageContaining("groups of 3 units, option 'codebook-width'");
    assertThatThrownBy(() -> new Bottleneck.VectorQuantized(1, 2, 0.25))
        .hasMessageContaining("option 'codebook', but was 1");
    assertThatThrownBy(() -> new Bottleneck.VectorQuantized(8, 2, -1))
        .hasMessageContaining("option 'commitment' is 0 or more, but was -1");
    assertThatThrownBy(() -> small(8).withPenalty(new Penalty.MeanDiscrepancy(1)))
        .hasMessageContaining("option 'mmd'");
  }
}
