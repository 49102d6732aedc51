/**
 * From files to batches of float32: the ground floor that knows samples and nothing of networks.
 *
 * <p>In comes a path (or {@code digits}, the built-in generator). {@link
 * dev.hourglass.data.DataReader} recognises what lies there and returns {@link
 * dev.hourglass.data.RawData}: numbers such as images, or a table of typed columns. A {@link
 * dev.hourglass.data.Preparation}, fitted on the training rows of a {@link
 * dev.hourglass.data.Split} and stored with the model, turns raw data into a {@link
 * dev.hourglass.data.Dataset}. {@link dev.hourglass.data.Batches} shuffles row numbers, and {@link
 * dev.hourglass.data.Dataset#gather} copies those rows, as float32, to where a worker wants them.
 *
 * <p>Storage stays as it came: bytes stay bytes and plain files stay mapped until gathered. All
 * input is suspect: whatever is wrong with it ends in a {@link dev.hourglass.data.DataException}
 * that says what, where, and how to mend it, and no length is believed before it has been checked
 * against the bytes that are there.
 *
 * <p>Start reading at {@link dev.hourglass.data.Dataset}, then one reader: {@link
 * dev.hourglass.data.IdxFile}, {@link dev.hourglass.data.NpyFile}, {@link
 * dev.hourglass.data.ImageFolder}, {@link dev.hourglass.data.CsvTable}.
 */
package dev.hourglass.data;
