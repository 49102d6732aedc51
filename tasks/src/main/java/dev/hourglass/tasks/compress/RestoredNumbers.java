package dev.hourglass.tasks.compress;

import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.prepare.Preparation;

/**
 * How a model's reconstructions become numbers as the data had them.
 *
 * @param shape of a sample
 * @param numbers what they were
 * @param preparation the model's
 */
record RestoredNumbers(SampleShape shape, SampleNumbers numbers, Preparation preparation) {}
