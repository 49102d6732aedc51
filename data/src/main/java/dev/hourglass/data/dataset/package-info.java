/**
 * Samples: rows of float32 on demand, whatever they are stored as.
 *
 * <p>A {@link dev.hourglass.data.dataset.Dataset} has a size, a {@link
 * dev.hourglass.data.dataset.SampleShape} and {@link dev.hourglass.data.dataset.Dataset#gather},
 * which copies rows as float32 to where a worker wants them; bytes stay bytes and plain files stay
 * mapped until then. A {@link dev.hourglass.data.dataset.Split} keeps rows aside, {@link
 * dev.hourglass.data.dataset.Batches} shuffles row numbers, {@link
 * dev.hourglass.data.dataset.Digits} draws samples where there are none. {@link
 * dev.hourglass.data.dataset.Pairs} give each sample a target of its own; a {@link
 * dev.hourglass.data.dataset.Fingerprint} tells whether two datasets hold the same numbers.
 *
 * <p>Whatever is wrong with input ends in a {@link dev.hourglass.data.dataset.DataException} that
 * says what, where, and how to mend it. Start reading at {@link
 * dev.hourglass.data.dataset.Dataset}.
 */
package dev.hourglass.data.dataset;
