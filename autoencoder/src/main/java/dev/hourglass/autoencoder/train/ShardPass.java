package dev.hourglass.autoencoder.train;

import dev.hourglass.autoencoder.blueprint.Augmentation;
import dev.hourglass.autoencoder.blueprint.Augmenter;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Bottleneck;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Penalty;
import dev.hourglass.autoencoder.blueprint.SwapDonors;
import dev.hourglass.autoencoder.infer.ConditionRows;
import dev.hourglass.autoencoder.infer.InputSkip;
import dev.hourglass.autoencoder.infer.SharedVariance;
import dev.hourglass.autoencoder.infer.VectorQuantizer;
import dev.hourglass.autoencoder.train.contractive.ContractivePass;
import dev.hourglass.autoencoder.train.penalty.PenaltyPass;
import dev.hourglass.autoencoder.train.penalty.RowStatistics;
import dev.hourglass.autoencoder.train.penalty.ShardStatistics;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.kernel.Loss;
import dev.hourglass.engine.network.Handed;
import dev.hourglass.engine.network.Input;
import dev.hourglass.engine.network.NetworkPass;
import dev.hourglass.engine.network.PassContext;
import dev.hourglass.engine.tensor.Noise;
import dev.hourglass.engine.tensor.NoisePurpose;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A number of rows through the whole model and back.
 *
 * <p>A sample is gathered, damaged, narrowed to a code, widened again and compared with its target,
 * which is its clean self where nothing else was given; the gradient returns the same way, each
 * penalty adding its part where it looks. The code and everything about it stays in the master
 * format whatever the precision, because log-variances and penalties need more than seven bits and
 * the code is small.
 */
final class ShardPass {
  private final Blueprint blueprint;
  private final Kernels kernels;
  private final Loss loss;
  private final int rows;
  private final Optional<Augmenter> augmenter;
  private final Optional<SparseInput> sparse;
  private final Optional<ShardBuffers.Classes> classes;
  private final Tensor gathered;
  private final Tensor gatheredTarget;
  private final Tensor clean;
  private final Tensor target;
  private final Tensor input;
  private final NetworkPass encoder;
  private final Tensor code;
  private final Tensor decoderInput;
  private final Tensor codeGradient;
  private final NetworkPass decoder;
  private final Optional<InputSkip> skip;
  private final Tensor rowLosses;
  private final Tensor rowErrors;
  private final Tensor epsilon;
  private final Tensor divergence;
  private final Tensor activity;
  private final Optional<VectorQuantizer> quantizer;
  private final ShardStatistics statistics;
  private final PenaltyPass.OnCode[] onCode;
  private final ContractivePass[] onEncoder;
  private final PenaltyPass.OnBottleneck[] onBottleneck;
  private final int epochs;
  private double beta;
  private final Optional<Tensor> shift;
  private final Optional<SharedVariance> sharedVariance;
  private final Tensor parameters;
  private final Tensor gradient;

  private Optional<SwapDonors> donors = Optional.empty();
  private int[] order = {};
  private int from;
  private double reconstructionError;
  private double squaredError;
  private double penalty;

  ShardPass(TrainingContext shared, PassContext context, ShardBuffers buffers, int rows) {
    this.shift = shared.shift();
    this.blueprint = shared.blueprint();
    this.kernels = context.kernels();
    this.loss = blueprint.loss();
    this.sharedVariance = SharedVariance.of(shared.networks());
    this.parameters = context.parameters();
    this.gradient = context.gradient();
    this.rows = rows;
    Augmentation augmentation = shared.training().augmentation();
    this.augmenter =
        augmentation.isPresent()
            ? Optional.of(new Augmenter(augmentation, blueprint.shape()))
            : Optional.empty();
    ShardBuffers.Samples samples = buffers.samples();
    this.sparse = samples.sparse();
    this.gathered = samples.gathered().topRows(Math.min(rows, samples.gathered().rows()));
    this.gatheredTarget =
        samples.gatheredTarget() == samples.gathered()
            ? gathered
            : samples.gatheredTarget().topRows(rows);
    this.clean =
        samples.clean() == samples.gathered() ? gathered : samples.clean().topRows(gathered.rows());
    this.target =
        samples.target() == samples.clean()
            ? clean
            : samples.target() == samples.gatheredTarget()
                ? gatheredTarget
                : samples.target().topRows(rows);
    this.input =
        samples.input() == samples.gathered() ? gathered : samples.input().topRows(gathered.rows());
    this.classes =
        samples
            .condition()
            .map(all -> new ShardBuffers.Classes(all.numbers(), all.rows().topRows(rows)));
    List<Handed> condition = ConditionRows.handed(classes.map(ShardBuffers.Classes::rows));
    Networks networks = shared.networks();
    this.encoder =
        new NetworkPass(
            context,
            networks.encoder(),
            buffers.encoder(),
            sparse.isPresent()
                ? new Input.Sparse(sparse.get().rows(), rows)
                : new Input.Dense(input),
            Optional.empty(),
            blueprint.tied(),
            condition);
    ShardBuffers.Codes codes = buffers.codes();
    this.code =
        blueprint.bottleneck() instanceof Bottleneck.Deterministic
            ? encoder.output()
            : codes.code().topRows(rows);
    this.decoderInput =
        codes.decoderInput() == codes.code() ? code : codes.decoderInput().topRows(rows);
    this.codeGradient = codes.gradient().topRows(rows);
    this.decoder =
        new NetworkPass(
            context,
            networks.decoder(),
            buffers.decoder(),
            new Input.Dense(decoderInput),
            Optional.of(codeGradient),
            false,
            condition.isEmpty() ? handed(networks.handed(), codes.handedGradients()) : condition);
    this.skip = InputSkip.of(blueprint, context, input, rows);
    this.rowLosses = buffers.rows().losses().slice(0, Shape.vector(rows));
    this.rowErrors = buffers.rows().errors().slice(0, Shape.vector(rows));
    this.epsilon = codes.epsilon().topRows(rows);
    this.divergence = buffers.rows().divergence().slice(0, Shape.vector(rows));
    this.activity = context.master(1, encoder.output().columns());
    this.quantizer = VectorQuantizer.of(blueprint, networks, rows);
    this.statistics =
        new ShardStatistics(
            blueprint.penalties(), context, new PenaltyPass.Rows(code, encoder.output()));
    List<PenaltyPass.OnCode> codePenalties = new ArrayList<>();
    List<ContractivePass> encoderPenalties = new ArrayList<>();
    List<PenaltyPass.OnBottleneck> priorPenalties = new ArrayList<>();
    for (Penalty each : blueprint.penalties()) {
      switch (PenaltyPass.of(each)) {
        case PenaltyPass.OnCode p -> codePenalties.add(p);
        case PenaltyPass.OnEncoder p ->
            encoderPenalties.add(p.bind(blueprint, context, encoder, code));
        case PenaltyPass.OnBottleneck p -> priorPenalties.add(p);
        case PenaltyPass.OnBatch _, PenaltyPass.OnParameters _ -> {}
      }
    }
    this.onCode = codePenalties.toArray(PenaltyPass.OnCode[]::new);
    this.onEncoder = encoderPenalties.toArray(ContractivePass[]::new);
    this.onBottleneck = priorPenalties.toArray(PenaltyPass.OnBottleneck[]::new);
    this.epochs = shared.training().epochs();
  }

  private List<Handed> handed(List<Integer> layers, List<Tensor> gradients) {
    List<Handed> handed = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Tensor slope = gradients.get(i).topRows(rows);
      handed.add(new Handed(encoder.outputOf(layers.get(i)), Optional.of(slope)));
      encoder.addToGradient(layers.get(i), slope);
    }
    return handed;
  }

  int rows() {
    return rows;
  }

  /** Fetches the samples {@code order[from]} to {@code order[from + rows - 1]}. */
  void gather(Pairs samples, int[] order, int from) {
    this.order = order;
    this.from = from;
    if (donors.isEmpty() || !donors.get().areOf(samples.inputs())) {
      donors = Optional.of(new SwapDonors(samples.inputs()));
    }
    if (gathered.rows() > 0) {
      samples.inputs().gather(order, from, rows, gathered.segment());
    }
    if (gatheredTarget != gathered) {
      samples.targets().gather(order, from, rows, gatheredTarget.segment());
    }
    if (classes.isPresent()) {
      classes.get().rows().fill(classes.get().numbers(), order, from, rows);
    }
  }

  /**
   * Computes codes.
   *
   * @param firstRow of this shard within the batch
   */
  void encode(long seed, int epoch, int step, int firstRow) {
    beta = 0;
    for (PenaltyPass.OnBottleneck each : onBottleneck) {
      beta += each.weight(epoch, epochs);
    }
    if (augmenter.isPresent()) {
      augmenter
          .get()
          .apply(gathered, Noise.key(seed, NoisePurpose.AUGMENTATION, epoch, step), firstRow);
    }
    if (clean != gathered) {
      kernels.convert(gathered, clean);
    }
    if (target != clean && target != gatheredTarget) {
      kernels.convert(gatheredTarget, target);
    }
    long noise = Noise.key(seed, NoisePurpose.CORRUPTION, epoch, step);
    if (sparse.isPresent()) {
      sparse.get().fill(order, from, rows, noise, firstRow);
    } else {
      readDense(noise, firstRow);
    }
    encoder.draw(Noise.key(seed, NoisePurpose.ENCODER_DROPOUT, epoch, step), firstRow);
    encoder.forward();
    switch (blueprint.bottleneck()) {
      case Bottleneck.Deterministic _ -> {}
      case Bottleneck.TopK t -> kernels.topK(t.k(), encoder.output(), code);
      case Bottleneck.Rounded r ->
          r.disturb(
              Noise.key(seed, NoisePurpose.ROUNDING, epoch, step),
              firstRow,
              encoder.output(),
              code);
      case Bottleneck.Gaussian _ -> {
        kernels.normal(Noise.key(seed, NoisePurpose.BOTTLENECK, epoch, step), firstRow, epsilon);
        kernels.reparameterize(encoder.output(), epsilon, code);
      }
      case Bottleneck.VectorQuantized _ ->
          quantizer.orElseThrow().choose(parameters, encoder.output(), code);
    }
    for (ContractivePass each : onEncoder) {
      each.draw(Noise.key(seed, NoisePurpose.PROBES, epoch, step), firstRow);
    }
    statistics.read(seed, epoch, step);
    decoder.draw(Noise.key(seed, NoisePurpose.DECODER_DROPOUT, epoch, step), firstRow);
  }

  private void readDense(long noise, int firstRow) {
    Tensor seen = clean;
    if (blueprint.corruption().isPresent()) {
      seen = input;
      blueprint.corruption().apply(kernels, noise, firstRow, clean, input, donors.orElseThrow());
    }
    if (shift.isPresent()) {
      kernels.addRow(shift.get(), seen, input);
    } else if (seen != input) {
      kernels.convert(seen, input);
    }
  }

  /** Computes outputs. */
  void decode() {
    if (decoderInput != code) {
      kernels.convert(code, decoderInput);
    }
    decoder.forward();
    if (skip.isPresent()) {
      skip.get().forward(decoder.output());
    }
  }

  /** Compares with the targets. */
  void compare(int batchSize) {
    double scale = 1.0 / batchSize;
    if (sharedVariance.isPresent()) {
      compareWith(sharedVariance.get(), scale);
      return;
    }
    reconstructionError =
        kernels.loss(loss, decoder.output(), target, scale, decoder.outputGradient(), rowLosses);
    squaredError =
        loss instanceof Loss.SquaredError
            ? reconstructionError
            : loss instanceof Loss.Multinomial
                ? squaredErrorOfCounts(scale)
                : kernels.squaredError(loss.link(), decoder.output(), target, rowErrors);
  }

  /** Their loss's gradient is what is expected less what is there. */
  private double squaredErrorOfCounts(double scale) {
    Tensor difference = decoder.outputGradient();
    return kernels.sumOfSquares(difference, 0, (int) difference.size()) / (scale * scale);
  }

  private void compareWith(SharedVariance variance, double scale) {
    double weight = scale * variance.weight(parameters);
    squaredError =
        kernels.loss(loss, decoder.output(), target, weight, decoder.outputGradient(), rowLosses);
    reconstructionError = variance.loss(parameters, rows, squaredError);
    gradient.set(
        variance.slot().offset(), scale * variance.gradient(parameters, rows, squaredError));
  }

  /**
   * Sends the gradient back.
   *
   * @param slopes the objective's by each sum over the batch that a penalty looks at
   */
  void backward(int batchSize, double[] slopes) {
    double scale = 1.0 / batchSize;
    penalty = 0;
    if (skip.isPresent()) {
      skip.get().backward(decoder.outputGradient());
    }
    decoder.backward();
    for (PenaltyPass.OnCode each : onCode) {
      penalty += each.backward(kernels, code, scale, codeGradient);
    }
    statistics.backward(RowStatistics.Place.CODE, slopes, codeGradient);
    for (ContractivePass each : onEncoder) {
      penalty += each.prepareBackward(scale);
    }
    switch (blueprint.bottleneck()) {
      case Bottleneck.Deterministic _ -> kernels.convert(codeGradient, encoder.outputGradient());
      case Bottleneck.TopK _ -> {
        kernels.keepWhereActive(code, codeGradient);
        kernels.convert(codeGradient, encoder.outputGradient());
      }
      case Bottleneck.Rounded r -> {
        kernels.convert(codeGradient, encoder.outputGradient());
        penalty += r.addRate(encoder.output(), scale, encoder.outputGradient());
      }
      case Bottleneck.VectorQuantized _ -> {
        kernels.convert(codeGradient, encoder.outputGradient());
        penalty +=
            quantizer
                .orElseThrow()
                .addGradients(encoder.output(), code, scale, encoder.outputGradient(), gradient);
      }
      case Bottleneck.Gaussian _ -> {
        double divergenceSum =
            kernels.reparameterizeGradient(
                encoder.output(),
                epsilon,
                codeGradient,
                beta * scale,
                encoder.outputGradient(),
                divergence);
        penalty += beta * divergenceSum;
        statistics.backward(RowStatistics.Place.HEADS, slopes, encoder.outputGradient());
      }
    }
    encoder.backward();
    for (ContractivePass each : onEncoder) {
      each.finishBackward();
    }
  }

  /** The likelihood's part of the objective, summed over the rows. */
  double reconstructionError() {
    return reconstructionError;
  }

  /** Σ over rows and features of the squared reconstruction error. */
  double squaredError() {
    return squaredError;
  }

  /** The penalties' part of the objective, summed over the rows. */
  double penalty() {
    return penalty;
  }

  /** Adds what each unit did for the rows: a random code's means, or the code itself. */
  void addActivity(UnitActivity sums) {
    Tensor seen = blueprint.isStochastic() ? encoder.output() : code;
    kernels.columnSums(seen, false, activity);
    sums.addSums(rows, activity);
    kernels.dotGroups(seen, seen, rows, activity);
    sums.addSquares(activity);
    if (quantizer.isPresent()) {
      sums.addUses(quantizer.get());
    }
  }

  /** Adds the sums over the rows that penalties on the batch look at. */
  void addStatistics(double[] sums) {
    statistics.addTo(sums, rows);
  }
}
