package dev.hourglass.tasks.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.PrecisionChoice;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.blueprint.TrainingChanges;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.autoencoder.train.TrainingResult;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.data.dataset.Labels;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.tasks.TestKernels;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A model learns what samples are called. */
class FineTuningTest {
  private static final Dataset DIGITS = Digits.generate(1500, 1);
  private static final Dataset UNSEEN = Digits.generate(500, 2);
  private static final ModelFile.Model MODEL = trained(DIGITS);

  private static ModelFile.Model trained(Dataset samples) {
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(samples.shape(), List.of(64), 16);
    Training training =
        Training.defaults().withEpochs(15).withPrecision(PrecisionChoice.FLOAT32).withWorkers(2);
    TrainingResult result = new Trainer(training, TestKernels.BEST).train(blueprint, samples);
    Preparation preparation =
        Preparation.fit(
            new RawData.Array(samples, NumberKind.BYTES), PreparationOptions.defaults());
    return result.model(preparation, training, samples);
  }

  private static FineTuningOptions options() {
    TrainingChanges none = TrainingChanges.none();
    return FineTuningOptions.defaults()
        .withLabelled(30)
        .withTraining(
            new TrainingChanges(
                none.length(),
                none.batchSize(),
                none.descent(),
                Optional.empty(),
                Optional.of(3L),
                new TrainingChanges.MachineChanges(
                    Optional.of(2), Optional.of(PrecisionChoice.FLOAT32)),
                Optional.empty()));
  }

  private static FineTuned tuned(FineTuningOptions options, Dataset samples) {
    return FineTuning.of(MODEL, options).train(samples, Optional.empty());
  }

  private static double accuracy(FineTuned tuned) {
    return ((PredictionEvaluation.OfClasses)
            PredictionEvaluation.of(Predictor.of(tuned.model()), UNSEEN))
        .accuracy();
  }

  @Test
  void three_labels_a_class_go_further_with_a_model_than_from_scratch() {
    FineTuned spread = tuned(options(), DIGITS);
    FineTuned scratch = tuned(options().withScratch(true), DIGITS);
    assertThat(spread.counts().labelled()).isEqualTo(30);
    assertThat(spread.counts().unlabelled()).isEqualTo(1470);
    assertThat(scratch.counts().unlabelled()).isZero();
    assertThat(accuracy(spread)).isGreaterThan(accuracy(scratch) + 0.04);
    assertThat(spread.judged().on()).isEqualTo(FineTuned.JudgedOn.LABELS_UNSEEN);
    assertThat(scratch.judged().on()).isEqualTo(FineTuned.JudgedOn.NOT_LEARNED_FROM);
  }

  @Test
  void labels_are_drawn_by_the_seed_of_each_class_as_many() {
    Labels labels = DIGITS.labels().orElseThrow();
    int[] rows = LabelledRows.ofClasses(labels, OptionalInt.of(100), 1, "digits");
    assertThat(labels.subset(rows).counts()).containsOnly(10);
    assertThat(LabelledRows.ofClasses(labels, OptionalInt.of(100), 1, "digits")).isEqualTo(rows);
    assertThat(LabelledRows.ofClasses(labels, OptionalInt.of(100), 2, "digits")).isNotEqualTo(rows);
  }

  @Test
  void a_frozen_encoder_codes_as_before_and_the_same_seed_gives_the_same_bits() {
    FineTuningOptions frozen =
        options()
            .withUnlabelled(0)
            .withDepth(new FineTuningOptions.Depth(FineTuningOptions.Depth.ALL, 1));
    FineTuned tuned = tuned(frozen, DIGITS);
    Tensor before = MODEL.autoencoder().encode(UNSEEN);
    Tensor after = tuned.model().autoencoder().encode(UNSEEN);
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i))
          .isCloseTo(before.get(i), within(1e-4 * Math.abs(before.get(i)) + 1e-4));
    }
    Tensor again = tuned(frozen, DIGITS).model().autoencoder().parameters();
    for (int i = 0; i < again.size(); i++) {
      assertThat(again.get(i)).isEqualTo(tuned.model().autoencoder().parameters().get(i));
    }
  }

  @Test
  void a_fine_tuned_model_travels_in_a_file() {
    FineTuned tuned = tuned(options().withUnlabelled(0), DIGITS);
    ModelFile.Model read = ModelFile.read(ModelFile.toBytes(tuned.model()), TestKernels.BEST);
    Predictions.OfClasses before =
        (Predictions.OfClasses) Predictor.of(tuned.model()).predict(UNSEEN);
    Predictions.OfClasses after = (Predictions.OfClasses) Predictor.of(read).predict(UNSEEN);
    assertThat(after.names()).isEqualTo(before.names()).hasSize(10);
    for (int i = 0; i < UNSEEN.size(); i++) {
      assertThat(after.name(i)).isEqualTo(before.name(i));
      assertThat(after.probability(i)).isBetween(0.1, 1.0);
    }
    assertThatThrownBy(() -> FineTuning.of(read, options()))
        .hasMessageContaining("fine-tuned already");
    assertThatThrownBy(() -> Predictor.of(MODEL)).hasMessageContaining("not learned to predict");
  }

  /** The share of ink is a number that a network can tell. */
  @Test
  void numbers_are_told_too() {
    Dataset samples = withInk(DIGITS);
    FineTuned tuned = tuned(options().withLabelled(400), samples);
    PredictionEvaluation.OfNumbers figures =
        (PredictionEvaluation.OfNumbers)
            PredictionEvaluation.of(Predictor.of(tuned.model()), withInk(UNSEEN));
    assertThat(figures.r2()).isGreaterThan(0.9);
    assertThat(figures.rmse()).isLessThan(0.03);
  }

  private static Dataset withInk(Dataset samples) {
    return samples.withLabels(
        Labels.of(
            Arrays.stream(samples.rows())
                .map(
                    row -> {
                      double sum = 0;
                      for (float pixel : row) {
                        sum += pixel;
                      }
                      return Double.toString(sum / row.length);
                    })
                .toList()));
  }

  @Test
  void what_cannot_be_learned_is_refused_by_name() {
    Dataset few = DIGITS.subset(new int[] {0, 1, 2, 3, 4, 5});
    assertRefused(
        few.withLabels(Labels.of(List.of("a", "a", "b", "b", "b", "c"))),
        "class 'c' has one sample");
    assertRefused(
        few.withLabels(Labels.of(List.of("a", "a", "a", "a", "a", "a"))), "all labels are 'a'");
    assertRefused(
        few.withLabels(Labels.of(List.of("a", "a", "b", Labels.MISSING, "b", "b"))),
        "1 of 6 labels are missing, the first in row 4");
    assertThatThrownBy(() -> tuned(options().withLabelled(2000), DIGITS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'labelled' = 2,000, but there are only 1,500");
    assertThatThrownBy(() -> tuned(options().withLabelled(7), DIGITS))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("7 labels for 10 classes");
    Dataset others = Dataset.of(new float[][] {{1, 2}, {3, 4}});
    assertThatThrownBy(() -> tuned(options(), others))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 features a sample, but the model takes 784");
  }

  private static void assertRefused(Dataset samples, String message) {
    assertThatThrownBy(() -> tuned(FineTuningOptions.defaults(), samples))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  /** By hand: of three a two are told, of two b one; said a are two of three, said b one of two. */
  @Test
  void figures_are_those_counted_by_hand() {
    Tensor probabilities = Tensor.allocate(5, 2);
    double[] ofA = {0.9, 0.8, 0.25, 0.5, 0.2};
    for (int i = 0; i < 5; i++) {
      probabilities.set(i, 0, ofA[i]);
      probabilities.set(i, 1, 1 - ofA[i]);
    }
    PredictionEvaluation.OfClasses figures =
        PredictionEvaluation.ofClasses(
            new Predictions.OfClasses(List.of("a", "b"), probabilities),
            Labels.of(List.of("a", "a", "a", "b", "b")));
    assertThat(figures.accuracy()).isEqualTo(0.6);
    assertThat(figures.confusion()).isEqualTo(List.of(List.of(2, 1), List.of(1, 1)));
    assertThat(figures.classes().getFirst().precision()).isEqualTo(2.0 / 3);
    assertThat(figures.classes().getLast().recall()).isEqualTo(0.5);
    double nats =
        -(Math.log(0.9) + Math.log(0.8) + Math.log(0.25) + Math.log(0.5) + Math.log(0.8)) / 5;
    assertThat(figures.crossEntropy()).isCloseTo(nats, within(1e-6));
    PredictionEvaluation.OfNumbers numbers =
        PredictionEvaluation.ofNumbers(new double[] {1, 2, 4}, new double[] {1, 3, 5});
    assertThat(numbers.rmse()).isCloseTo(Math.sqrt(2.0 / 3), within(1e-12));
    assertThat(numbers.r2()).isCloseTo(0.75, within(1e-12));
    assertThat(numbers.mae()).isCloseTo(2.0 / 3, within(1e-12));
  }
}
