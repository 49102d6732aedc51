package dev.hourglass.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The autoencoder that everybody builds: stages narrowing to a code and, mirrored, widening again;
 * ReLU within, a linear code, a sigmoid output, squared error, Adam at {@value #LEARNING_RATE}.
 *
 * @param input how a sample lies
 * @param stages between the input and the code
 * @param code numbers of a code, by a dense layer; with skips its channels, by a convolution
 * @param skips whether every layer of the decoder behind the first also reads what the encoder's
 *     stage of the same plane puts out; all stages are convolutions then, and the output is linear
 */
public record Architecture(Plane input, List<Stage> stages, int code, boolean skips) {
  /** Adam's step size, the same for everybody. */
  public static final float LEARNING_RATE = 1e-3f;

  private static final Plane DIGIT = new Plane(28, 28, 1);

  /** The network of every single-figure goal. */
  public static final Architecture SMALL =
      new Architecture(DIGIT, List.of(new Stage.Dense(128)), 32);

  /** Hinton and Salakhutdinov's network for MNIST (Science 313, 2006). */
  public static final Architecture DEEP =
      new Architecture(
          DIGIT, List.of(new Stage.Dense(1000), new Stage.Dense(500), new Stage.Dense(250)), 30);

  /** Two convolutions that halve MNIST's planes. */
  public static final Architecture DIGITS =
      new Architecture(
          DIGIT, List.of(new Stage.Convolution(16, 2), new Stage.Convolution(32, 2)), 32);

  /** Three convolutions of colour photographs. */
  public static final Architecture PHOTOGRAPHS =
      new Architecture(
          new Plane(32, 32, 3),
          List.of(
              new Stage.Convolution(32, 1),
              new Stage.Convolution(64, 2),
              new Stage.Convolution(128, 2)),
          128);

  /** The denoising network, of pieces of pictures. */
  public static final Architecture DENOISER =
      new Architecture(
          new Plane(64, 64, 1),
          List.of(
              new Stage.Convolution(16, 1),
              new Stage.Convolution(16, 1),
              new Stage.Convolution(32, 2),
              new Stage.Convolution(64, 2)),
          64,
          true);

  /** What a layer of the encoder makes of its input. */
  public sealed interface Stage {

    /** So many numbers, each a sum of all. */
    record Dense(int outputs) implements Stage {
      @Override
      public String toString() {
        return String.valueOf(outputs);
      }
    }

    /** A plane of so many channels, its sides divided by the stride. */
    record Convolution(int filters, int stride) implements Stage {
      @Override
      public String toString() {
        return "conv " + filters + (stride == 1 ? "" : "/" + stride);
      }
    }
  }

  /** Copies the stages and refuses a convolution behind a dense one. */
  public Architecture {
    stages = List.copyOf(stages);
    for (int i = 1; i < stages.size(); i++) {
      if (stages.get(i) instanceof Stage.Convolution && stages.get(i - 1) instanceof Stage.Dense) {
        throw new IllegalArgumentException(
            "a dense stage leaves no plane to convolve, but %s follows one"
                .formatted(stages.get(i)));
      }
    }
  }

  /** Without skips. */
  public Architecture(Plane input, List<Stage> stages, int code) {
    this(input, stages, code, false);
  }

  /** Returns how many numbers a sample has. */
  public int features() {
    return input.size();
  }

  /** Returns the encoder's layers, input first. */
  public List<Layer> encoder() {
    List<Layer> layers = new ArrayList<>();
    Plane plane = input;
    int numbers = input.size();
    for (Stage stage : stages) {
      switch (stage) {
        case Stage.Dense dense -> {
          layers.add(new Layer.Dense(numbers, dense.outputs, Layer.Tail.RELU));
          numbers = dense.outputs;
        }
        case Stage.Convolution c -> {
          Plane narrow = plane.convolved(c.filters, c.stride);
          layers.add(new Layer.Convolution(narrow, plane, c.stride, false, Layer.Tail.RELU));
          plane = narrow;
          numbers = plane.size();
        }
      }
    }
    layers.add(
        skips
            ? new Layer.Convolution(plane.convolved(code, 1), plane, 1, false, Layer.Tail.LINEAR)
            : new Layer.Dense(numbers, code, Layer.Tail.LINEAR));
    return List.copyOf(layers);
  }

  /** Returns the decoder's layers, code first. */
  public List<Layer> decoder() {
    List<Layer> encoder = encoder();
    List<Layer> layers = new ArrayList<>();
    Layer.Tail last = skips ? Layer.Tail.LINEAR : Layer.Tail.SIGMOID;
    for (int i = encoder.size() - 1; i >= 0; i--) {
      Layer mirrored = encoder.get(i).mirrored(i == 0 ? last : Layer.Tail.RELU);
      boolean handed = skips && i < encoder.size() - 1;
      layers.add(handed ? ((Layer.Convolution) mirrored).beside() : mirrored);
    }
    return List.copyOf(layers);
  }

  /** Returns the encoder in words: {@code 784-128-32} or {@code 28×28×1-conv 16/2-32}. */
  public String narrowing() {
    String start = isDense() ? String.valueOf(features()) : input.toString();
    return start
        + stages.stream().map(stage -> "-" + stage).collect(Collectors.joining())
        + "-"
        + (skips ? "conv " + code + " with skips" : code);
  }

  /** Returns whether no layer knows of places. */
  public boolean isDense() {
    return stages.stream().allMatch(Stage.Dense.class::isInstance);
  }

  /** Returns the network in words, such as {@code 784-128-32-128-784}. */
  @Override
  public String toString() {
    if (!isDense()) {
      return narrowing() + " and back";
    }
    StringBuilder text = new StringBuilder(narrowing());
    decoder().forEach(layer -> text.append('-').append(layer.outputs()));
    return text.toString();
  }
}
