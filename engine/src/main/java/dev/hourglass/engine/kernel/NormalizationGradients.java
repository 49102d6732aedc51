package dev.hourglass.engine.kernel;

import dev.hourglass.engine.tensor.Tensor;

/**
 * Where {@link Kernels#normalizeGradient} writes.
 *
 * @param input ∂in, overwritten
 * @param gain ∂gain, {@code [1, columns]}
 * @param bias ∂bias, {@code [1, columns]}
 * @param accumulate whether the two of the parameters are added to what is there
 */
public record NormalizationGradients(Tensor input, Tensor gain, Tensor bias, boolean accumulate) {}
