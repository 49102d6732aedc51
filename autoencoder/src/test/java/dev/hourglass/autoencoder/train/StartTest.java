package dev.hourglass.autoencoder.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.Samples;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.engine.kernel.Activation;
import dev.hourglass.engine.optimise.LearningRate;
import dev.hourglass.engine.optimise.Moments;
import dev.hourglass.engine.optimise.Optimizer;
import dev.hourglass.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Warm starts, as fine-tuning, new ratings and layer-wise pre-training will want them. */
class StartTest {
  private static final Dataset SAMPLES = Samples.of(200, 1);
  private static final Blueprint BLUEPRINT = Samples.blueprint(Preset.UNDERCOMPLETE);
  private static final Training STANDING_STILL =
      Samples.training()
          .withEpochs(1)
          .withLearningRate(1e-12)
          .withSchedule(new LearningRate.Constant());

  private static Autoencoder trained(Blueprint blueprint) {
    return new Trainer(Samples.training().withEpochs(20), Samples.KERNELS)
        .train(blueprint, SAMPLES)
        .autoencoder();
  }

  @Test
  void a_model_is_taken_up_where_it_was() {
    Autoencoder model = trained(BLUEPRINT);
    Autoencoder again =
        new Trainer(STANDING_STILL, Samples.KERNELS)
            .withStart(new Start.Model(model))
            .train(BLUEPRINT, Samples.of(50, 9))
            .autoencoder();
    for (int i = 0; i < model.parameters().size(); i++) {
      assertThat(again.parameters().get(i)).isCloseTo(model.parameters().get(i), within(1e-5));
    }
  }

  /** A batch is all samples, so that nothing but rounding depends on their order. */
  @Test
  void a_training_cut_in_two_comes_to_where_a_whole_one_does_with_its_moments_alone() {
    Training whole =
        Samples.training()
            .withBatchSize(SAMPLES.size())
            .withEpochs(20)
            .withSchedule(new LearningRate.Constant());
    Training half = whole.withEpochs(10);
    Optional<Tensor> mean = new Trainer(half, Samples.KERNELS).mean(BLUEPRINT, SAMPLES);
    List<Moments> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void ended(Moments moments) {
            told.add(new Moments(copy(moments.first()), copy(moments.second()), moments.steps()));
          }
        };
    Trainer trainer = new Trainer(half, Samples.KERNELS).withListener(listener);
    Autoencoder first = trainer.train(BLUEPRINT, SAMPLES).autoencoder();
    assertThat(told.getFirst().steps()).isEqualTo(10);

    Autoencoder expected =
        new Trainer(whole, Samples.KERNELS).train(BLUEPRINT, SAMPLES).autoencoder();
    Start.Continued on = new Start.Continued(first, told.getFirst(), mean);
    double continued =
        distance(trainer.withStart(on).train(BLUEPRINT, SAMPLES).autoencoder(), expected);
    double anew =
        distance(
            trainer.withStart(new Start.Model(first)).train(BLUEPRINT, SAMPLES).autoencoder(),
            expected);
    assertThat(told.getLast().steps()).isEqualTo(10);
    assertThat(told.get(1).steps()).isEqualTo(20);
    assertThat(continued).isLessThan(1e-4);
    assertThat(anew).isGreaterThan(1e-2);

    assertThatThrownBy(
            () ->
                new Trainer(half.withOptimizer(new Optimizer.Sgd()), Samples.KERNELS)
                    .withStart(on)
                    .train(BLUEPRINT, SAMPLES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("those of sgd are 0 and 0 here");
  }

  private static Tensor copy(Tensor tensor) {
    Tensor copy = Tensor.allocate(1, (int) tensor.size());
    copy.copyFrom(tensor);
    return copy;
  }

  private static double distance(Autoencoder one, Autoencoder other) {
    double most = 0;
    for (int i = 0; i < one.parameters().size(); i++) {
      most = Math.max(most, Math.abs(one.parameters().get(i) - other.parameters().get(i)));
    }
    return most;
  }

  @Test
  void a_warm_start_begins_below_where_a_cold_one_does() {
    Autoencoder model = trained(BLUEPRINT);
    Dataset others = Samples.of(200, 7);
    Training once = Samples.training().withEpochs(1);
    double cold =
        new Trainer(once, Samples.KERNELS).train(BLUEPRINT, others).history().getFirst().mse();
    double warm =
        new Trainer(once, Samples.KERNELS)
            .withStart(new Start.Model(model))
            .train(BLUEPRINT, others)
            .history()
            .getFirst()
            .mse();
    assertThat(warm).isLessThan(0.5 * cold);
  }

  /** The second autoencoder of a stack is trained on the first one's codes. */
  @Test
  void layers_that_were_trained_apart_make_a_stack() {
    Blueprint outer =
        BLUEPRINT.withEncoder(Stages.of()).withDecoder(Stages.of()).withCode(8, Activation.TANH);
    Autoencoder first = trained(outer);
    Blueprint deep =
        BLUEPRINT
            .withEncoder(Stages.of(8).withActivation(Activation.TANH))
            .withDecoder(Stages.of(8).withActivation(Activation.TANH));
    Autoencoder stacked =
        new Trainer(STANDING_STILL, Samples.KERNELS)
            .withStart(
                new Start.Layers(first, Map.of("encoder.0", "encoder.0", "decoder.1", "decoder.0")))
            .train(deep, SAMPLES)
            .autoencoder();
    assertSameLayer(stacked, "encoder.0", first, "encoder.0");
    assertSameLayer(stacked, "decoder.1", first, "decoder.0");
    Tensor drawn =
        new Trainer(STANDING_STILL, Samples.KERNELS)
            .train(deep, SAMPLES)
            .autoencoder()
            .parameters();
    assertThat(part(stacked, "encoder.1.weight").row(0))
        .isEqualTo(slotOf(stacked, "encoder.1.weight", drawn).row(0));
  }

  @Test
  void what_does_not_fit_is_refused_by_name() {
    Autoencoder model = trained(BLUEPRINT);
    Blueprint wider = BLUEPRINT.withEncoder(Stages.of(17).withActivation(Activation.TANH));
    assertThatThrownBy(
            () ->
                new Trainer(STANDING_STILL, Samples.KERNELS)
                    .withStart(new Start.Model(model))
                    .train(wider, SAMPLES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("encoder.0.weight of", "12", "17", "16");
    assertThatThrownBy(
            () ->
                new Trainer(STANDING_STILL, Samples.KERNELS)
                    .withStart(new Start.Layers(model, List.of("encoder.0")))
                    .train(wider, SAMPLES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot start as encoder.0.weight");
    assertThatThrownBy(
            () ->
                new Trainer(STANDING_STILL, Samples.KERNELS)
                    .withStart(new Start.Layers(model, List.of("encoder.7")))
                    .train(BLUEPRINT, SAMPLES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no layer 'encoder.7'", "encoder.0, encoder.1, decoder.0");
  }

  private static void assertSameLayer(
      Autoencoder found, String layer, Autoencoder expected, String as) {
    for (String part : Arrays.asList(".weight", ".bias")) {
      Tensor is = part(found, layer + part);
      Tensor was = part(expected, as + part);
      assertThat(is.shape()).isEqualTo(was.shape());
      for (int i = 0; i < is.size(); i++) {
        assertThat(is.get(i)).as("%s%s[%d]", layer, part, i).isCloseTo(was.get(i), within(1e-5));
      }
    }
  }

  private static Tensor part(Autoencoder model, String name) {
    return slotOf(model, name, model.parameters());
  }

  private static Tensor slotOf(Autoencoder model, String name, Tensor parameters) {
    return model.parameterSlots().stream()
        .filter(slot -> slot.name().equals(name))
        .findFirst()
        .orElseThrow()
        .of(parameters);
  }
}
