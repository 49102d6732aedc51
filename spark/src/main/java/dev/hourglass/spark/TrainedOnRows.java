package dev.hourglass.spark;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Corruption;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.DataIdentity;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.file.TrainingRange;
import dev.hourglass.autoencoder.file.Version;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.raw.RawData;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * From gathered rows to a trained model: the start on the driver, the preparation on the executors,
 * the rounds.
 *
 * @param rows to train on
 * @param sample of them, which the preparation was fitted on and the start is made of
 * @param shape of an array's sample
 * @param preparation of them
 * @param choices of the rounds
 */
record TrainedOnRows(
    GatheredRows rows,
    RawRows sample,
    SampleShape shape,
    Preparation preparation,
    RoundTraining.Choices choices) {

  /** The model, and what is to be said of its training. */
  record Result(ModelFile.Model model, List<String> remarks) {}

  Result train(TrainingPlan plan) {
    long begun = System.nanoTime();
    Blueprint blueprint = plan.blueprint();
    Dataset prepared = preparation.apply(sample.raw(shape));
    Dataset samples = Blocks.of(prepared, maySkipZeros(blueprint)).samples(preparation);
    ModelFile.Model start = start(plan, samples);
    DescentState begin = begin(plan, samples, start);
    JavaRDD<Blocks> blocks = blocks(start, maySkipZeros(blueprint));
    RoundTraining.Outcome outcome;
    TrainingRange range;
    try {
      range = blocks.map(block -> new Range(block.range())).reduce(Range::with).range();
      rows.rows().unpersist(false);
      outcome = new RoundTraining(plan, blocks, choices).run(start, begin);
    } finally {
      blocks.unpersist(false);
    }
    Autoencoder trained = Autoencoder.of(blueprint, outcome.parameters(), choices.kernels());
    List<String> remarks = new ArrayList<>(rows.remarks());
    remarks.addAll(outcome.remarks());
    ModelFile.Model model =
        new ModelFile.Model(
                trained,
                preparation,
                plan.training(),
                provenance(plan, outcome, (System.nanoTime() - begun) / 1e9))
            .withSection(TrainingRange.SECTION, range);
    return new Result(model, remarks);
  }

  private record Range(double least, double most) implements java.io.Serializable {
    Range(double[] ends) {
      this(ends[0], ends[1]);
    }

    Range with(Range other) {
      return new Range(Math.min(least, other.least), Math.max(most, other.most));
    }

    TrainingRange range() {
      return new TrainingRange(least, most);
    }
  }

  /** Only a network that reads nothing but what is there gains by not filling in the zeros. */
  private static boolean maySkipZeros(Blueprint blueprint) {
    return !blueprint.linearPath()
        && !blueprint.skips()
        && blueprint.corruption() instanceof Corruption.None;
  }

  /**
   * One step on the sample: the initialiser's draw, the decoder at the mean, a linear path at the
   * principal components, as any training begins.
   */
  private ModelFile.Model start(TrainingPlan plan, Dataset samples) {
    Training once =
        plan.training().withLength(new Training.Length(1, Optional.empty(), Optional.empty()));
    Autoencoder started =
        new Trainer(once, choices.kernels())
            .withListener(
                new TrainingListener() {
                  @Override
                  public boolean shouldStop() {
                    return true;
                  }
                })
            .train(plan.blueprint(), samples)
            .autoencoder();
    return new ModelFile.Model(
        started,
        preparation,
        plan.training(),
        provenance(
            plan,
            new RoundTraining.Outcome(started.parameters(), List.of(0.0), 0, Double.NaN, List.of()),
            0));
  }

  private DescentState begin(TrainingPlan plan, Dataset samples, ModelFile.Model start) {
    int size = Math.toIntExact(start.autoencoder().parameters().size());
    return DescentState.begin(
        plan.training().optimizer(),
        size,
        new Trainer(plan.training(), choices.kernels()).mean(plan.blueprint(), samples));
  }

  private JavaRDD<Blocks> blocks(ModelFile.Model start, boolean mayBeSparse) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(rows.rows().context());
    Broadcast<SharedModel> broadcast =
        context.broadcast(new SharedModel(ModelFile.toBytes(start), choices.choice()));
    SentShape raw = new SentShape(shape.text());
    return rows.rows()
        .mapPartitions(chunks -> prepared(chunks, broadcast.value(), raw, mayBeSparse))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** Shapes do not travel. */
  private record SentShape(String text) implements java.io.Serializable {}

  private static Iterator<Blocks> prepared(
      Iterator<GatheredRows.Chunk> chunks,
      SharedModel model,
      SentShape shape,
      boolean mayBeSparse) {
    Preparation preparation = model.model().preparation();
    List<Blocks> parts = new ArrayList<>();
    while (chunks.hasNext()) {
      for (RawRows rows : chunks.next().rows()) {
        RawData raw = rows.raw(SampleShape.parse(shape.text));
        parts.add(Blocks.of(preparation.apply(raw), mayBeSparse));
      }
    }
    return parts.isEmpty()
        ? List.<Blocks>of().iterator()
        : List.of(Blocks.joined(parts)).iterator();
  }

  private Provenance provenance(TrainingPlan plan, RoundTraining.Outcome outcome, double seconds) {
    int samples = (int) Math.min(Integer.MAX_VALUE, rows.size());
    double loss = Double.isNaN(outcome.error()) ? outcome.losses().getLast() : outcome.error();
    int epochs = Math.ceilDiv(outcome.losses().size(), plan.roundsPerEpoch());
    return new Provenance(
        Version.current(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        new DataIdentity("DataFrame", Optional.empty(), samples),
        Optional.empty(),
        new Provenance.Outcome(
            epochs,
            Math.ceilDiv(outcome.best(), plan.roundsPerEpoch()),
            loss,
            Optional.of("all rounds done")),
        new Provenance.Computation(
            plan.training()
                .precision()
                .on(choices.kernels())
                .name()
                .toLowerCase(java.util.Locale.ROOT),
            choices.kernels().name(),
            seconds),
        List.of(
            "trained on %d partitions of a cluster, whose parameters were averaged %d times, every %d steps or so"
                .formatted(plan.counts().length, outcome.losses().size(), plan.averagingSteps())));
  }
}
