package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.train.TrainingResult.StopReason;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.DatasetView;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.optimise.LearningRate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenOffTest {
  private static final Dataset SAMPLES = Samples.of(64, 3);
  private static final Blueprint BLUEPRINT = Samples.blueprint(Preset.UNDERCOMPLETE);

  /** Its learning rate does not depend on how many epochs are to come. */
  private static Training training() {
    return Samples.training().withSchedule(new LearningRate.Constant());
  }

  @TempDir Path folder;

  @AfterEach
  void forgetInterrupts() {
    Thread.interrupted();
  }

  /** Takes something away in the third epoch. */
  private record Taking(Runnable action) implements TrainingListener {
    @Override
    public void stepped(int epoch, int step, double loss) {
      if (epoch == 3 && step == 1) {
        action.run();
      }
    }
  }

  /** Samples whose file is no longer there. */
  private record Gone(Dataset samples) implements DatasetView {
    @Override
    public void gather(int[] rows, int from, int count, MemorySegment into) {
      throw new InternalError("a fault occurred in an unsafe memory access operation");
    }
  }

  private static BrokenOffException brokenOffBy(Error error) {
    Trainer trainer =
        new Trainer(training(), Samples.KERNELS)
            .withListener(
                new Taking(
                    () -> {
                      throw error;
                    }));
    return catchThrowableOfType(BrokenOffException.class, () -> trainer.train(BLUEPRINT, SAMPLES));
  }

  @Test
  void memory_that_ends_leaves_the_best_epoch() {
    BrokenOffException broken = brokenOffBy(new OutOfMemoryError("Java heap space"));
    assertThat(broken)
        .hasMessageContaining("training broke off in epoch 3: memory ended (Java heap space)")
        .hasMessageContaining("Kept: the parameters of epoch 2.");
    TrainingResult twoEpochs =
        new Trainer(training().withEpochs(2), Samples.KERNELS).train(BLUEPRINT, SAMPLES);
    assertThat(broken.lastGood().stopReason()).isEqualTo(StopReason.BROKEN_OFF);
    assertThat(broken.lastGood().autoencoder().encode(SAMPLES).toArray())
        .isEqualTo(twoEpochs.autoencoder().encode(SAMPLES).toArray());
  }

  @Test
  void a_file_of_samples_cut_short_is_told() {
    assertThat(brokenOffBy(new InternalError("a fault occurred in an unsafe memory access")))
        .hasMessageContaining("can no longer be read: its file was cut short");
  }

  @Test
  void what_is_kept_of_samples_that_are_gone_is_a_whole_model_without_their_fingerprint() {
    BrokenOffException broken = brokenOffBy(new InternalError("unsafe memory access"));
    Dataset gone = new Gone(SAMPLES);
    ModelFile.Model kept =
        broken.lastGood().model(Preparation.none(SAMPLES.shape()), training(), gone);
    assertThat(kept.provenance().data().samples()).isEqualTo(SAMPLES.size());
    assertThat(kept.provenance().data().fingerprint()).isEmpty();
    assertThat(ModelFile.read(ModelFile.toBytes(kept), Samples.KERNELS).provenance().data())
        .isEqualTo(kept.provenance().data());

    TrainingResult whole = new Trainer(training(), Samples.KERNELS).train(BLUEPRINT, SAMPLES);
    assertThatThrownBy(() -> whole.model(Preparation.none(SAMPLES.shape()), training(), gone))
        .isInstanceOf(InternalError.class);
  }

  @Test
  void a_checkpoint_that_cannot_be_written_any_more_leaves_the_best_epoch() throws Exception {
    Path place = Files.createDirectory(folder.resolve("place"));
    Trainer trainer =
        new Trainer(training().withCheckpoint(place.resolve("c")), Samples.KERNELS)
            .withListener(
                new Taking(
                    () -> {
                      try {
                        Files.delete(place.resolve("c"));
                        Files.createDirectory(place.resolve("c"));
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }));
    BrokenOffException broken =
        catchThrowableOfType(BrokenOffException.class, () -> trainer.train(BLUEPRINT, SAMPLES));
    assertThat(broken).hasMessageContaining("is a folder");
    assertThat(broken.lastGood().bestEpoch()).isEqualTo(3);
  }

  @Test
  void an_interrupt_ends_training_with_checkpoint_and_model_and_stays_set() {
    Path checkpoint = folder.resolve("c");
    Trainer trainer =
        new Trainer(training().withCheckpoint(checkpoint), Samples.KERNELS)
            .withListener(new Taking(() -> Thread.currentThread().interrupt()));
    TrainingResult result = trainer.train(BLUEPRINT, SAMPLES);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(result.stopReason()).isEqualTo(StopReason.INTERRUPTED);
    assertThat(List.of(1, 2, 3)).contains(result.bestEpoch());
    assertThat(checkpoint).exists();
  }
}
