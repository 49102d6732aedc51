package dev.hourglass.tasks.reproduce;

import dev.hourglass.engine.tensor.Tensor;

/**
 * How a tensor of a model differs from that of the model trained again.
 *
 * @param name such as {@code encoder.0.weight}
 * @param largest absolute difference of two of its numbers
 * @param sameBits whether every number has the same bits
 */
public record TensorDifference(String name, double largest, boolean sameBits) {
  static TensorDifference between(String name, Tensor then, Tensor now) {
    double largest = 0;
    boolean sameBits = true;
    for (long i = 0; i < then.size(); i++) {
      double was = then.get(i);
      double is = now.get(i);
      largest = Math.max(largest, Math.abs(was - is));
      sameBits &= Double.doubleToRawLongBits(was) == Double.doubleToRawLongBits(is);
    }
    return new TensorDifference(name, largest, sameBits);
  }
}
