package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.Envelope;
import dev.hourglass.autoencoder.file.ModelFileException;
import dev.hourglass.autoencoder.file.ModelFileException.Kind;
import dev.hourglass.base.Safetensors;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StoredType;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Pairs;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Optimizer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a checkpoint holds, what may differ on resuming, and what is refused. */
class CheckpointTest {
  private static final String FORMAT = "hourglass-checkpoint";
  private static final Blueprint BLUEPRINT = Samples.blueprint(Preset.UNDERCOMPLETE);

  private final Dataset samples = Samples.of(60, 1);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("run.checkpoint");
  }

  private Training training() {
    return Samples.training()
        .withEpochs(3)
        .withSchedule(new LearningRate.Constant())
        .withCheckpoint(file());
  }

  private TrainingResult train(Training training) {
    return new Trainer(training, Samples.KERNELS).train(BLUEPRINT, samples);
  }

  private TrainingResult resume(Training training, Dataset data) {
    return new Trainer(training, Samples.KERNELS).resume(file(), data, Optional.empty());
  }

  @Test
  void rate_schedule_and_epochs_may_change_and_that_is_recorded() {
    train(training());
    Training slower =
        training()
            .withEpochs(5)
            .withLearningRate(0.001)
            .withSchedule(new LearningRate.Exponential(0.9));
    TrainingResult resumed = resume(slower, samples);
    String change =
        "resumed at epoch 4: epochs 3 → 5, learning rate 0.003 → 0.001, schedule constant →"
            + " exponential:0.9";
    assertThat(resumed.course().changes()).containsExactly(change);
    assertThat(resumed.history()).hasSize(5);
    assertThat(resumed.history().get(3).learningRate()).isLessThan(0.001);
    assertThat(resumed.provenance(samples, Optional.empty()).changes()).containsExactly(change);

    TrainingResult again = resume(slower.withEpochs(6), samples);
    assertThat(again.course().changes())
        .containsExactly(change, "resumed at epoch 6: epochs 5 → 6");
  }

  @Test
  void resuming_unchanged_records_nothing() {
    train(training());
    assertThat(resume(training(), samples).course().changes()).isEmpty();
  }

  @Test
  void other_validation_samples_choose_among_the_epochs_from_there_on() {
    Dataset first = Samples.of(40, 5);
    Dataset second = Samples.of(30, 6);
    Trainer three = new Trainer(training(), Samples.KERNELS);
    Trainer four = new Trainer(training().withEpochs(4), Samples.KERNELS);
    String resumed = "resumed at epoch 4: epochs 3 → 4, validation on ";
    String from = ", so that the best epoch is one from there on";

    three.train(BLUEPRINT, samples);
    TrainingResult added = four.resume(file(), samples, Optional.of(first));
    assertThat(added.bestEpoch()).isEqualTo(4);
    assertThat(added.course().changes().getFirst())
        .startsWith(resumed + "40 samples of memory")
        .endsWith(from);

    three.train(BLUEPRINT, samples, first);
    TrainingResult other = four.resume(file(), samples, Optional.of(second));
    assertThat(other.bestEpoch()).isEqualTo(4);
    assertThat(other.course().changes().getFirst()).startsWith(resumed + "30 samples of memory");

    three.train(BLUEPRINT, samples, first);
    TrainingResult removed = resume(training().withEpochs(4), samples);
    assertThat(removed.course().changes()).containsExactly(resumed + "training samples" + from);

    three.train(BLUEPRINT, samples, first);
    assertThat(three.resume(file(), samples, Optional.of(first)).course().changes()).isEmpty();
  }

  @Test
  void a_warm_start_is_recorded_and_kept_by_its_checkpoint() {
    TrainingResult first = train(training());
    TrainingResult warm =
        new Trainer(training(), Samples.KERNELS)
            .withStart(new Start.Layers(first.autoencoder(), List.of("encoder.1", "encoder.0")))
            .train(BLUEPRINT, samples);
    String beginning = "began with layers of another model: encoder.0, encoder.1";
    assertThat(warm.course().changes()).containsExactly(beginning);
    assertThat(resume(training().withEpochs(4), samples).course().changes())
        .containsExactly(beginning, "resumed at epoch 4: epochs 3 → 4");
  }

  @Test
  void other_targets_are_refused() {
    Dataset targets = Samples.of(60, 3);
    Blueprint blueprint =
        BLUEPRINT.withObjective(BLUEPRINT.objective().withTarget(targets.shape()));
    Trainer trainer = new Trainer(training(), Samples.KERNELS);
    trainer.train(blueprint, new Pairs(samples, targets), Optional.empty());
    assertThatThrownBy(() -> resume(training(), samples)).isInstanceOf(CheckpointException.class);
    assertThat(trainer.resume(file(), new Pairs(samples, targets), Optional.empty()).history())
        .hasSize(3);
  }

  @Test
  void everything_else_that_differs_is_refused_by_name() {
    train(training());
    assertRefused(training().withSeed(7), "seed 42 → 7");
    assertRefused(training().withBatchSize(32), "batch size 16 → 32");
    assertRefused(
        training().withOptimizer(new Optimizer.Sgd()), "optimizer adam:0.9:0.999:1.0E-8 → sgd");
    assertRefused(
        training().withPrecision(PrecisionChoice.BFLOAT16), "precision float32 → bfloat16");
    assertRefused(training().withWorkers(1), "workers 2 → 1");
    assertRefused(training().withGradientNorm(1), "gradient norm none → 1.0");
    assertRefused(
        training().withSeed(7).withBatchSize(32).withLearningRate(0.5),
        "batch size 16 → 32, seed 42 → 7; only learning rate, schedule and epochs may change");
  }

  private void assertRefused(Training training, String difference) {
    assertThatThrownBy(() -> resume(training, samples))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("run.checkpoint cannot be resumed")
        .hasMessageContaining(difference)
        .hasMessageContaining("resume with the settings and data that wrote it, or train anew");
  }

  @Test
  void other_samples_are_refused_whether_as_many_or_not() {
    train(training());
    assertThatThrownBy(() -> resume(training(), Samples.of(50, 2)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("it was trained on 60 samples of memory (")
        .hasMessageContaining(", but given are 50 samples of memory (");
    assertThatThrownBy(() -> resume(training(), Samples.of(60, 2)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("it was trained on 60 samples of memory (")
        .hasMessageContaining(", but given are 60 samples of memory (")
        .hasMessageContaining("resume with the settings and data that wrote it, or train anew");
    int[] swapped = IntStream.range(0, 60).map(i -> i ^ 1).toArray();
    assertThatThrownBy(() -> resume(training(), samples.subset(swapped)))
        .isInstanceOf(CheckpointException.class);
  }

  @Test
  void double_precision_goes_on_to_the_same_bits() {
    Training training = training().withPrecision(PrecisionChoice.FLOAT64).withEpochs(4);
    Kernels portable = KernelLadder.portable();
    TrainingResult whole = new Trainer(training, portable).train(BLUEPRINT, samples);
    new Trainer(training.withEpochs(2), portable).train(BLUEPRINT, samples);
    TrainingResult resumed =
        new Trainer(training, portable).resume(file(), samples, Optional.empty());
    assertThat(resumed.autoencoder().parameters().row(0))
        .isEqualTo(whole.autoencoder().parameters().row(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"parameters", "first", "second", "best"})
  void a_vector_of_another_length_or_type_or_none_is_refused(String name) {
    train(training());
    Safetensors whole = Envelope.open(file(), FORMAT).contents();
    damage(whole, name, Block.of(new float[3], 3L));
    assertDamaged("its tensor '" + name + "' should hold");
    Block block = whole.tensors().get(name);
    long half = block.size() / 2;
    damage(whole, name, new Block(StoredType.F64, List.of(half), block.bytes()));
    assertDamaged("its tensor '" + name + "' should hold");
    damage(whole, name, new Block(StoredType.I32, block.sides(), block.bytes()));
    assertDamaged("its tensor '" + name + "' is of I32");
    damage(whole, name, new Block(block.type(), List.of(1L, 1L, block.size()), block.bytes()));
    assertDamaged("one or two sides are expected");

    SequencedMap<String, Block> without = new LinkedHashMap<>(whole.tensors());
    without.remove(name);
    new Safetensors(whole.metadata(), without).withChecksum().write(file());
    assertDamaged("it lacks the tensor '" + name + "'");
  }

  private void damage(Safetensors whole, String name, Block block) {
    SequencedMap<String, Block> tensors = new LinkedHashMap<>(whole.tensors());
    tensors.put(name, block);
    new Safetensors(whole.metadata(), tensors).withChecksum().write(file());
  }

  @ParameterizedTest
  @ValueSource(strings = {"blueprint", "training", "progress"})
  void metadata_that_make_no_sense_are_refused(String key) {
    train(training());
    Safetensors whole = Envelope.open(file(), FORMAT).contents();
    for (String text : List.of("null", "[]", "3", "\"x\"", "", "{", "{}", "{\"x\":null}")) {
      Map<String, String> metadata = new LinkedHashMap<>(whole.metadata());
      metadata.put(key, text);
      new Safetensors(metadata, whole.tensors()).withChecksum().write(file());
      assertDamaged("is damaged");
    }
    Map<String, String> metadata = new LinkedHashMap<>(whole.metadata());
    metadata.remove(key);
    new Safetensors(metadata, whole.tensors()).withChecksum().write(file());
    assertDamaged("its metadata lack '" + key + "'");
  }

  /** Every value of the JSON in turn becomes null, a text, a list. */
  @Test
  void no_value_of_the_progress_may_be_of_another_kind() {
    train(training());
    Safetensors whole = Envelope.open(file(), FORMAT).contents();
    String json = whole.metadata().get("progress");
    Matcher values = Pattern.compile("(?<=\":)(-?[0-9.E-]+|\"[^\"]*\")(?=[,}])").matcher(json);
    int tried = 0;
    while (values.find()) {
      for (String other : List.of("null", "[null]", "{}")) {
        Map<String, String> metadata = new LinkedHashMap<>(whole.metadata());
        metadata.put(
            "progress", json.substring(0, values.start()) + other + json.substring(values.end()));
        new Safetensors(metadata, whole.tensors()).withChecksum().write(file());
        assertDamaged("progress.");
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(90);
  }

  private void assertDamaged(String detail) {
    assertThatThrownBy(() -> resume(training(), samples))
        .isInstanceOfSatisfying(
            ModelFileException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageContaining("run.checkpoint is damaged")
        .hasMessageContaining(detail);
  }

  @Test
  void every_truncation_and_every_flipped_bit_is_refused() throws IOException {
    train(training());
    byte[] whole = Files.readAllBytes(file());
    Random random = new Random(11);
    for (int i = 0; i < 100; i++) {
      Files.write(file(), Arrays.copyOf(whole, random.nextInt(whole.length)));
      assertThatThrownBy(() -> resume(training(), samples)).isInstanceOf(ModelFileException.class);
    }
    for (int i = 0; i < 200; i++) {
      byte[] damaged = whole.clone();
      int at = random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      if (whole[at] != ' ') {
        Files.write(file(), damaged);
        assertThatThrownBy(() -> resume(training(), samples))
            .as("flipped byte %d of %d", at, whole.length)
            .isInstanceOf(ModelFileException.class);
      }
    }
  }

  @Test
  void tensors_in_another_order_are_read() throws Exception {
    TrainingResult whole = train(training());
    Safetensors read = Safetensors.read(file(), Arena.ofAuto());
    SequencedMap<String, Block> reversed = new LinkedHashMap<>();
    read.tensors()
        .sequencedEntrySet()
        .reversed()
        .forEach(e -> reversed.put(e.getKey(), e.getValue()));
    new Safetensors(read.metadata(), reversed).write(file());
    assertThat(resume(training(), samples).autoencoder().parameters().row(0))
        .isEqualTo(whole.autoencoder().parameters().row(0));
  }
}
