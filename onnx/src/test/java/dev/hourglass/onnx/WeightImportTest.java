package dev.hourglass.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Likelihood;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Stages;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.base.Safetensors;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.engine.kernel.Activation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights as PyTorch has them, beside a forward pass as PyTorch does it. */
class WeightImportTest {
  private static final int CHANNELS = 2;
  private static final int FILTERS = 3;
  private static final int HEIGHT = 4;
  private static final int WIDTH = 5;
  private static final int CODE = 2;

  @TempDir Path folder;

  private final Random random = new Random(3);
  private final SequencedMap<String, Block> tensors = new LinkedHashMap<>();

  private float[] put(String name, Long... sides) {
    int size = 1;
    for (long side : sides) {
      size *= (int) side;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian() / 2;
    }
    tensors.put(name, Block.of(values, sides));
    return values;
  }

  private Path written(String name) {
    Path file = folder.resolve(name);
    new Safetensors(Map.of(), tensors).write(file);
    return file;
  }

  private static double[] linear(float[] weight, float[] bias, double[] x) {
    double[] y = new double[bias.length];
    for (int o = 0; o < y.length; o++) {
      y[o] = bias[o];
      for (int i = 0; i < x.length; i++) {
        y[o] += weight[o * x.length + i] * x[i];
      }
    }
    return y;
  }

  private static double[] relu(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.max(0, x[i]);
    }
    return y;
  }

  @Test
  void linear_layers_fill_a_blueprint_in_their_order() {
    // As a state_dict that is sorted by its names: the decoder comes first.
    float[] lastWeight = put("decoder.2.weight", 6L, 5L);
    float[] lastBias = put("decoder.2.bias", 6L);
    float[] firstBack = put("decoder.0.weight", 5L, 2L);
    float[] firstBackBias = put("decoder.0.bias", 5L);
    float[] codeWeight = put("encoder.10.weight", 2L, 5L);
    float[] codeBias = put("encoder.10.bias", 2L);
    float[] weight = put("encoder.9.weight", 5L, 6L);
    float[] bias = put("encoder.9.bias", 5L);
    Blueprint blueprint = blueprint(SampleShape.vector(6), Stages.of(5));
    ModelFile.Model model =
        WeightImport.of(written("linear.safetensors"), blueprint, Map.of(), Models.KERNELS);
    float[] sample = Models.samples(1, 6, 1)[0];
    double[] hidden = relu(linear(weight, bias, wide(sample)));
    double[] code = linear(codeWeight, codeBias, hidden);
    double[] rebuilt = linear(lastWeight, lastBias, relu(linear(firstBack, firstBackBias, code)));
    assertSame(model.autoencoder().encode(sample), code);
    assertSame(model.autoencoder().reconstruct(Dataset.of(new float[][] {sample})).row(0), rebuilt);
    ModelFile.Model read = ModelFile.read(ModelFile.toBytes(model), Models.KERNELS);
    assertSame(read.autoencoder().encode(sample), code);
  }

  @Test
  void convolutions_and_what_lies_behind_them_are_turned_to_channels_last() {
    float[] kernel = put("enc.conv.weight", (long) FILTERS, (long) CHANNELS, 3L, 3L);
    float[] kernelBias = put("enc.conv.bias", (long) FILTERS);
    float[] weight = put("enc.fc.weight", (long) CODE, (long) FILTERS * HEIGHT * WIDTH);
    float[] bias = put("enc.fc.bias", (long) CODE);
    float[] back = put("dec.fc.weight", (long) CHANNELS * HEIGHT * WIDTH, (long) CODE);
    float[] backBias = put("dec.fc.bias", (long) CHANNELS * HEIGHT * WIDTH);
    Blueprint blueprint =
        blueprint(SampleShape.image(CHANNELS, HEIGHT, WIDTH), Stages.parse("conv:3"))
            .withDecoder(Stages.of());
    ModelFile.Model model =
        WeightImport.of(
            written("conv.safetensors"),
            blueprint,
            Map.of("encoder.1", "enc.conv", "encoder.2", "enc.fc", "decoder.0", "dec.fc"),
            Models.KERNELS);
    float[] sample = Models.samples(1, CHANNELS * HEIGHT * WIDTH, 2)[0];
    double[] code =
        linear(weight, bias, relu(convolved(kernel, kernelBias, channelsFirst(sample))));
    assertSame(model.autoencoder().encode(sample), code);
    double[] rebuilt = linear(back, backBias, code);
    float[] found = model.autoencoder().reconstruct(Dataset.of(new float[][] {sample})).row(0);
    assertSame(found, channelsLast(rebuilt));
  }

  /** nn.Conv2d(…, 3, padding=1). */
  private static double[] convolved(float[] kernel, float[] bias, double[] x) {
    double[] y = new double[FILTERS * HEIGHT * WIDTH];
    for (int f = 0; f < FILTERS; f++) {
      for (int row = 0; row < HEIGHT; row++) {
        for (int column = 0; column < WIDTH; column++) {
          double sum = bias[f];
          for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < 3; i++) {
              for (int j = 0; j < 3; j++) {
                int r = row + i - 1;
                int k = column + j - 1;
                if (r >= 0 && r < HEIGHT && k >= 0 && k < WIDTH) {
                  sum +=
                      kernel[((f * CHANNELS + c) * 3 + i) * 3 + j]
                          * x[(c * HEIGHT + r) * WIDTH + k];
                }
              }
            }
          }
          y[(f * HEIGHT + row) * WIDTH + column] = sum;
        }
      }
    }
    return y;
  }

  @Test
  void transposed_convolutions_spread_what_convolutions_gather() {
    float[] kernel = put("encoder.0.weight", (long) FILTERS, (long) CHANNELS, 3L, 3L);
    float[] kernelBias = put("encoder.0.bias", (long) FILTERS);
    float[] weight = put("encoder.2.weight", (long) CODE, (long) FILTERS * HEIGHT * WIDTH);
    float[] bias = put("encoder.2.bias", (long) CODE);
    float[] back = put("decoder.0.weight", (long) FILTERS * HEIGHT * WIDTH, (long) CODE);
    float[] backBias = put("decoder.0.bias", (long) FILTERS * HEIGHT * WIDTH);
    float[] spread = put("decoder.2.weight", (long) FILTERS, (long) CHANNELS, 3L, 3L);
    float[] spreadBias = put("decoder.2.bias", (long) CHANNELS);
    ModelFile.Model model =
        WeightImport.of(
            written("transposed.safetensors"),
            blueprint(SampleShape.image(CHANNELS, HEIGHT, WIDTH), Stages.parse("conv:3")),
            Map.of(),
            Models.KERNELS);
    float[] sample = Models.samples(1, CHANNELS * HEIGHT * WIDTH, 2)[0];
    double[] hidden = relu(convolved(kernel, kernelBias, channelsFirst(sample)));
    double[] code = linear(weight, bias, hidden);
    double[] rebuilt = transposed(spread, spreadBias, relu(linear(back, backBias, code)));
    assertSame(model.autoencoder().encode(sample), code);
    float[] found = model.autoencoder().reconstruct(Dataset.of(new float[][] {sample})).row(0);
    assertSame(found, channelsLast(rebuilt));
  }

  private static double[] channelsFirst(float[] sample) {
    double[] turned = new double[sample.length];
    for (int p = 0; p < HEIGHT * WIDTH; p++) {
      for (int c = 0; c < CHANNELS; c++) {
        turned[c * HEIGHT * WIDTH + p] = sample[p * CHANNELS + c];
      }
    }
    return turned;
  }

  private static double[] channelsLast(double[] rebuilt) {
    double[] turned = new double[rebuilt.length];
    for (int p = 0; p < HEIGHT * WIDTH; p++) {
      for (int c = 0; c < CHANNELS; c++) {
        turned[p * CHANNELS + c] = rebuilt[c * HEIGHT * WIDTH + p];
      }
    }
    return turned;
  }

  /** nn.ConvTranspose2d(…, 3, padding=1): each place adds its filters, times itself, around it. */
  private static double[] transposed(float[] kernel, float[] bias, double[] x) {
    double[] y = new double[CHANNELS * HEIGHT * WIDTH];
    for (int i = 0; i < y.length; i++) {
      y[i] = bias[i / (HEIGHT * WIDTH)];
    }
    for (int f = 0; f < FILTERS; f++) {
      for (int p = 0; p < HEIGHT * WIDTH; p++) {
        for (int c = 0; c < CHANNELS; c++) {
          for (int tap = 0; tap < 9; tap++) {
            int r = p / WIDTH + tap / 3 - 1;
            int k = p % WIDTH + tap % 3 - 1;
            if (r >= 0 && r < HEIGHT && k >= 0 && k < WIDTH) {
              y[(c * HEIGHT + r) * WIDTH + k] +=
                  kernel[(f * CHANNELS + c) * 9 + tap] * x[f * HEIGHT * WIDTH + p];
            }
          }
        }
      }
    }
    return y;
  }

  @Test
  void what_does_not_fit_is_refused_by_name_and_shape() {
    put("encoder.0.weight", 5L, 6L);
    put("encoder.0.bias", 5L);
    put("encoder.2.weight", 3L, 5L);
    put("decoder.0.weight", 5L, 3L);
    put("decoder.2.weight", 6L, 5L);
    Path file = written("wrong.safetensors");
    Blueprint blueprint = blueprint(SampleShape.vector(6), Stages.of(5));
    assertThatThrownBy(() -> WeightImport.of(file, blueprint, Map.of(), Models.KERNELS))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("'encoder.2.weight' is [3, 5]")
        .hasMessageContaining("layer 'encoder.1' of the blueprint wants [2, 5]");
    assertThatThrownBy(
            () ->
                WeightImport.of(file, blueprint.withEncoder(Stages.of()), Map.of(), Models.KERNELS))
        .hasMessageContaining("has 4 layers with weights")
        .hasMessageContaining("but the blueprint 3");
    assertThatThrownBy(
            () -> WeightImport.of(file, blueprint, Map.of("encoder.7", "x"), Models.KERNELS))
        .hasMessageContaining("has no layer 'encoder.7'");
    assertThatThrownBy(
            () -> WeightImport.of(folder.resolve("none"), blueprint, Map.of(), Models.KERNELS))
        .hasMessageContaining("there is no such file");
  }

  private static Blueprint blueprint(SampleShape shape, Stages hidden) {
    return Preset.UNDERCOMPLETE
        .blueprint(shape, hidden.withActivation(Activation.RELU), CODE)
        .withLinearPath(false)
        .withLikelihood(new Likelihood.Gaussian(), Activation.IDENTITY);
  }

  private static double[] wide(float[] row) {
    double[] wide = new double[row.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = row[i];
    }
    return wide;
  }

  private static void assertSame(float[] found, double[] expected) {
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(1e-5));
    }
  }
}
