package dev.hourglass.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The autoencoder that everybody builds: dense layers narrowing to a code and, mirrored, widening
 * again; ReLU within, a linear code, a sigmoid output, squared error, Adam at {@value
 * #LEARNING_RATE}.
 *
 * @param sizes features first, code last, such as 784, 128, 32
 */
public record Architecture(List<Integer> sizes) {

  /** Adam's step size, the same for everybody. */
  public static final float LEARNING_RATE = 1e-3f;

  /** The network of every single-figure goal. */
  public static final Architecture SMALL = new Architecture(List.of(784, 128, 32));

  /** Hinton and Salakhutdinov's network for MNIST (Science 313, 2006). */
  public static final Architecture DEEP = new Architecture(List.of(784, 1000, 500, 250, 30));

  /** What follows a layer's product. */
  public enum Tail {
    /** max(0, x). */
    RELU,
    /** x itself: the code. */
    LINEAR,
    /** 1 / (1 + e⁻ˣ): the output. */
    SIGMOID
  }

  /**
   * One dense layer.
   *
   * @param inputs numbers that enter for each sample
   * @param outputs numbers that leave for each sample
   * @param tail what follows the product
   */
  public record Dense(int inputs, int outputs, Tail tail) {}

  /** Copies the sizes and refuses fewer than two. */
  public Architecture {
    sizes = List.copyOf(sizes);
    if (sizes.size() < 2 || sizes.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "sizes must be at least two positive numbers, features first and code last, but were "
              + sizes);
    }
  }

  /** Returns how many numbers a sample has. */
  public int features() {
    return sizes.getFirst();
  }

  /** Returns how many numbers a code has. */
  public int code() {
    return sizes.getLast();
  }

  /** Returns the encoder's layers, input first. */
  public List<Dense> encoder() {
    return layers(sizes, Tail.LINEAR);
  }

  /** Returns the decoder's layers, code first. */
  public List<Dense> decoder() {
    List<Integer> widening = new ArrayList<>(sizes);
    Collections.reverse(widening);
    return layers(widening, Tail.SIGMOID);
  }

  /** Returns the sizes from input to output, such as {@code 784-128-32-128-784}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(features());
    encoder().forEach(layer -> text.append('-').append(layer.outputs()));
    decoder().forEach(layer -> text.append('-').append(layer.outputs()));
    return text.toString();
  }

  private static List<Dense> layers(List<Integer> sizes, Tail last) {
    List<Dense> layers = new ArrayList<>();
    for (int i = 1; i < sizes.size(); i++) {
      Tail tail = i == sizes.size() - 1 ? last : Tail.RELU;
      layers.add(new Dense(sizes.get(i - 1), sizes.get(i), tail));
    }
    return List.copyOf(layers);
  }
}
