/**
 * What a model comes to on data: the figures of {@code hourglass evaluate}.
 *
 * <p>In come a trained autoencoder (or any {@link dev.hourglass.tasks.coder.Coder}) and a dataset;
 * out comes an {@link dev.hourglass.tasks.evaluate.Evaluation}. Its parts stand on their own:
 * {@link dev.hourglass.tasks.evaluate.ReconstructionError}, {@link
 * dev.hourglass.tasks.evaluate.Activity} of the code's units, and {@link
 * dev.hourglass.tasks.evaluate.Movement} of the codes when images are disturbed a little. Start
 * reading at {@code Evaluation}.
 */
package dev.hourglass.tasks.evaluate;
