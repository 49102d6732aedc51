package dev.hourglass.engine;

/**
 * The flat vectors an optimiser works on; element i of each belongs to parameter i.
 *
 * @param parameters θ, in the master format
 * @param gradient g, in the master format
 * @param first running mean of gradients; of size 0 where the optimiser keeps none
 * @param second running mean of squared gradients; of size 0 where the optimiser keeps none
 * @param copy θ rounded to the compute format, rewritten by every step; {@code parameters} itself
 *     where the formats are the same
 */
public record OptimizerState(
    Tensor parameters, Tensor gradient, Tensor first, Tensor second, Tensor copy) {}
