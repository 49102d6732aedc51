package dev.hourglass.autoencoder.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingTest {
  @ParameterizedTest
  @CsvSource({
    "178, 128, 1000",
    "100, 128, 2000",
    "600, 32, 106",
    "8577, 128, 30",
    "60000, 128, 30"
  })
  void few_samples_get_as_many_epochs_as_make_enough_steps(int samples, int batchSize, int epochs) {
    Training training = Training.defaults().withBatchSize(batchSize);
    assertThat(training.withEnoughEpochs(samples)).isEqualTo(training.withEpochs(epochs));
  }

  @Test
  void enough_epochs_are_never_fewer_than_there_were() {
    Training training = Training.defaults().withEpochs(5_000);
    assertThat(training.withEnoughEpochs(100)).isEqualTo(training);
  }
}
