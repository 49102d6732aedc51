package dev.hourglass.tasks.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.DataIdentity;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.file.Provenance.Validation;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Split;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.tasks.TestKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
  private static final TrainingListener SILENT = TrainingListener.SILENT;
  private static final Training TRAINING =
      Training.defaults()
          .withEpochs(3)
          .withBatchSize(16)
          .withWorkers(2)
          .withPrecision(PrecisionChoice.FLOAT32);

  @TempDir Path folder;

  /** A table with a class, which is no feature, and gaps, of which the preparation is fitted. */
  private Path table(String name, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("a,b,kind,class\n");
    for (int i = 0; i < 80; i++) {
      String gap = i % 9 == 4 ? "" : Double.toString(random.nextDouble());
      text.append(
          "%s,%s,%s,%d\n".formatted(gap, random.nextGaussian(), "xyz".charAt(i % 3), i % 2));
    }
    return Files.writeString(folder.resolve(name), text);
  }

  private ModelFile.Model train(Path data, Training training, Validation validation) {
    ReadOptions reading = ReadOptions.defaults().withLabel("class").withLimit(60);
    RawData raw = DataReader.read(data, reading);
    double fraction = validation instanceof Validation.Share(double f) ? f : 0;
    Split split = Split.of(raw.size(), fraction, training.seed());
    Preparation preparation = Preparation.fit(raw, split.training(), PreparationOptions.defaults());
    Dataset all = preparation.apply(raw);
    Dataset samples = all.subset(split.training());
    Blueprint blueprint = Preset.DENOISING.blueprint(samples.shape(), List.of(6), 2);
    Trainer trainer = new Trainer(training, TestKernels.BEST);
    TrainingResult result =
        fraction > 0
            ? trainer.train(blueprint, samples, all.subset(split.validation()))
            : trainer.train(blueprint, samples);
    return reread(
        result.model(preparation, training, samples, new Provenance.Reading(reading, validation)));
  }

  private static ModelFile.Model reread(ModelFile.Model model) {
    return ModelFile.read(ModelFile.toBytes(model), TestKernels.BEST);
  }

  private static ReproductionReport reproduce(ModelFile.Model model, Path data) {
    return Reproduction.of(model, data.toString(), Optional.empty(), SILENT);
  }

  @Test
  void the_same_data_gives_the_same_bits() throws IOException {
    Path data = table("table.csv", 1);
    ModelFile.Model model = train(data, TRAINING, new Validation.None());
    Path moved = Files.move(data, Files.createDirectory(folder.resolve("new")).resolve("t.csv"));
    ReproductionReport report = reproduce(model, moved);
    assertThat(report.isSameData()).isTrue();
    assertThat(report.isSameBits()).isTrue();
    assertThat(report.reasons()).isEmpty();
    assertThat(report.lossNow()).isEqualTo(report.lossThen()).isPositive();
    assertThat(report.tensors())
        .extracting(TensorDifference::name)
        .containsExactlyElementsOf(
            model.autoencoder().parameterSlots().stream().map(slot -> slot.name()).toList());
  }

  @Test
  void a_share_for_validation_is_drawn_again() throws IOException {
    Path data = table("table.csv", 1);
    ModelFile.Model model =
        train(data, TRAINING.withSeed(9).withEpochs(6), new Validation.Share(0.25));
    assertThat(model.provenance().data().samples()).isEqualTo(45);
    ReproductionReport report = reproduce(model, data);
    assertThat(report.isSameData()).isTrue();
    assertThat(report.isSameBits()).isTrue();
  }

  @Test
  void other_data_is_named_as_the_reason() throws IOException {
    ModelFile.Model model = train(table("table.csv", 1), TRAINING, new Validation.None());
    ReproductionReport report = reproduce(model, table("other.csv", 2));
    assertThat(report.isSameData()).isFalse();
    assertThat(report.isSameBits()).isFalse();
    assertThat(report.isExplained()).isTrue();
    assertThat(report.tensors()).anySatisfy(t -> assertThat(t.largest()).isGreaterThan(1e-4));
    assertThat(report.lossNow()).isNotEqualTo(report.lossThen());
    assertThat(report.reasons())
        .hasSize(1)
        .first()
        .asString()
        .contains("the data is not the same: 60 samples of table.csv (")
        .contains("then, 60 samples of other.csv (");
  }

  /** As though the file had been made by something that computes otherwise and does not say so. */
  @Test
  void a_difference_without_a_reason_is_told() throws IOException {
    Path data = table("table.csv", 1);
    ModelFile.Model model = train(data, TRAINING, new Validation.None());
    ModelFile.Model lying =
        new ModelFile.Model(
            model.autoencoder(),
            model.preparation(),
            model.training().withSeed(7),
            model.provenance());
    ReproductionReport report = reproduce(lying, data);
    assertThat(report.isSameData()).isTrue();
    assertThat(report.isSameBits()).isFalse();
    assertThat(report.isExplained()).isFalse();
  }

  @Test
  void an_interrupted_training_is_repeated_as_far_as_it_went() throws IOException {
    Path data = table("table.csv", 1);
    RawData raw = DataReader.read(data, ReadOptions.defaults());
    Preparation preparation = Preparation.fit(raw, PreparationOptions.defaults());
    Dataset samples = preparation.apply(raw);
    Training training = TRAINING.withEpochs(50);
    TrainingResult stopped =
        new Trainer(training, TestKernels.BEST)
            .withListener(new StopAfter(4))
            .train(Preset.UNDERCOMPLETE.blueprint(samples.shape(), List.of(6), 2), samples);
    assertThat(stopped.history()).hasSize(4);
    ModelFile.Model model =
        reread(
            stopped.model(
                preparation,
                training,
                samples,
                new Provenance.Reading(ReadOptions.defaults(), new Validation.None())));
    assertThat(model.provenance().outcome().stopped()).contains("interrupted");
    assertThat(reproduce(model, data).isSameBits()).isTrue();
  }

  @Test
  void validation_data_of_its_own_is_asked_for() throws IOException {
    Path data = table("table.csv", 1);
    Path watched = table("watched.csv", 3);
    ReadOptions reading = ReadOptions.defaults().withLabel("class");
    RawData raw = DataReader.read(data, reading);
    Preparation preparation = Preparation.fit(raw, PreparationOptions.defaults());
    Dataset samples = preparation.apply(raw);
    Dataset validation = preparation.apply(DataReader.read(watched, reading));
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(samples.shape(), List.of(6), 2);
    ModelFile.Model model =
        reread(
            new Trainer(TRAINING, TestKernels.BEST)
                .train(blueprint, samples, validation)
                .model(
                    preparation,
                    TRAINING,
                    samples,
                    new Provenance.Reading(
                        reading, new Validation.Other(DataIdentity.of(validation)))));
    assertThatThrownBy(() -> reproduce(model, data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the model's training watched 80 samples of watched.csv (")
        .hasMessageContaining("give them too: option 'validation'");
    assertThat(
            Reproduction.of(model, data.toString(), Optional.of(watched.toString()), SILENT)
                .isSameBits())
        .isTrue();
    ReproductionReport other =
        Reproduction.of(
            model, data.toString(), Optional.of(table("else.csv", 4).toString()), SILENT);
    assertThat(other.reasons())
        .singleElement()
        .asString()
        .contains("the validation data is not the same");
  }

  @Test
  void the_kernels_of_the_file_are_used_where_they_are_there() throws IOException {
    Path data = table("table.csv", 1);
    RawData raw = DataReader.read(data, ReadOptions.defaults());
    Preparation preparation = Preparation.fit(raw, PreparationOptions.defaults());
    Dataset samples = preparation.apply(raw);
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(samples.shape(), List.of(6), 2);
    Provenance.Reading reading =
        new Provenance.Reading(ReadOptions.defaults(), new Validation.None());
    ModelFile.Model model =
        reread(
            new Trainer(TRAINING, KernelLadder.portable())
                .train(blueprint, samples)
                .model(preparation, TRAINING, samples, reading));
    assertThat(reproduce(model, data).isSameBits()).isTrue();

    Provenance p = model.provenance();
    ModelFile.Model elsewhere =
        new ModelFile.Model(
            model.autoencoder(),
            model.preparation(),
            model.training(),
            new Provenance(
                p.version(),
                p.created(),
                p.data(),
                p.reading(),
                p.outcome(),
                new Provenance.Computation("float32", "abacus", 1),
                List.of("resumed at epoch 2: learning rate 0.003 → 0.001")));
    assertThat(reproduce(elsewhere, data).reasons())
        .contains("resumed at epoch 2: learning rate 0.003 → 0.001")
        .anySatisfy(reason -> assertThat(reason).startsWith("kernels: abacus then, "));
  }

  /** Asks to stop after an epoch. */
  private static final class StopAfter implements TrainingListener {
    private final int epochs;
    private int done;

    StopAfter(int epochs) {
      this.epochs = epochs;
    }

    @Override
    public void epochEnded(EpochRecord epoch) {
      done = epoch.epoch();
    }

    @Override
    public boolean shouldStop() {
      return done == epochs;
    }
  }
}
