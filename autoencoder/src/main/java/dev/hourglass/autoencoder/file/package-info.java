/**
 * Models in files.
 *
 * <p>A {@link dev.hourglass.autoencoder.file.ModelFile} is one safetensors file: float32 tensors by
 * name, and blueprint, preparation, training and {@link dev.hourglass.autoencoder.file.Provenance}
 * as metadata with a checksum. A file that is corrupt, foreign, too old or too new is told apart by
 * the {@link dev.hourglass.autoencoder.file.ModelFileException}.
 */
package dev.hourglass.autoencoder.file;
