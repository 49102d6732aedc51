package dev.hourglass.tasks.compress;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFingerprint;
import dev.hourglass.autoencoder.file.TrainingRange;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.base.WholeFile;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.RawBlocks;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes compressed files: the codes of samples in as many bytes as are asked for, or all that is
 * needed to bring the samples back exactly.
 *
 * <pre>{@code
 * Compressor compressor = new Compressor(model);
 * compressor.compress(raw, new Budget.BytesPerItem(32), Path.of("digits.hgz"), false);
 * }</pre>
 */
public final class Compressor {
  /** The quality in the header, which is measured after the codes were fitted in. */
  private static final int RESERVED_BYTES = 64;

  private final ModelFile.Model model;
  private final CompressionListener listener;

  /**
   * With a model.
   *
   * @throws CompressionException if codes alone do not bring its samples back
   */
  public Compressor(ModelFile.Model model) {
    this(model, CompressionListener.SILENT);
  }

  private Compressor(ModelFile.Model model, CompressionListener listener) {
    this.model = model;
    this.listener = listener;
    Blueprint blueprint = model.autoencoder().blueprint();
    if (blueprint.skips() || blueprint.objective().target().isPresent()) {
      throw new CompressionException(
          ("the model's codes alone do not bring its samples back: %s; train one without option"
                  + " 'skips' and targets of its own")
              .formatted(blueprint.summary()));
    }
  }

  /** The same, watched. */
  public Compressor withListener(CompressionListener other) {
    return new Compressor(model, other);
  }

  /**
   * Compresses data into a file, which is there whole or not at all.
   *
   * @param raw as it was read
   * @param budget what may be spent on it
   * @param modelInside whether the model travels in the file; its bytes are no part of the budget
   * @return the file, opened
   * @throws CompressionException if it cannot be had within the budget
   */
  public CompressedFile compress(RawData raw, Budget budget, Path out, boolean modelInside) {
    return compress(SampleSource.of(raw), budget, out, modelInside);
  }

  /** The same of samples that need not fit into memory. */
  public CompressedFile compress(
      SampleSource samples, Budget budget, Path out, boolean modelInside) {
    switch (budget) {
      case Budget.BytesPerItem b -> lossy(samples, b.bytes(), out, modelInside);
      case Budget.Lossless _ ->
          new ExactCompressor(model, listener).compress(samples, out, modelInside);
    }
    return CompressedFile.open(out);
  }

  private void lossy(SampleSource samples, double bytesPerItem, Path out, boolean modelInside) {
    Autoencoder autoencoder = model.autoencoder();
    try (CodeSpool spool = new CodeSpool(autoencoder.codeSize())) {
      Encoded encoded = encode(samples, spool);
      Tensor codes = spool.codes();
      CompressedHeader header =
          new CompressedHeader(
              CompressedHeader.Mode.LOSSY,
              codes.rows(),
              LossyCoding.BLOCK_ITEMS,
              encoded.restored.numbers(),
              encoded.restored.shape(),
              Optional.of(ModelFingerprint.of(model)),
              Quality.UNTOLD);
      double framing =
          Chunk.MAGIC.length()
              + header.toBytes().length
              + RESERVED_BYTES
              + 2 * Chunk.HEAD_BYTES
              + 3.0 * header.blocks()
              + Chunk.TAIL_BYTES;
      listener.began("choosing steps", codes.rows());
      LossyCoding coding =
          LossyCoding.within(bytesPerItem * codes.rows() - framing, autoencoder::decode, codes);
      listener.began("measuring", codes.rows());
      Quality quality =
          coding.quality(autoencoder::decode, encoded.restored, samples, encoded.peak);
      write(
          out,
          header.withQuality(quality),
          new Beginning(
              modelInside ? Optional.of(model) : Optional.empty(),
              Optional.of(coding.quantizer().toBytes()),
              Optional.empty()),
          writer -> {
            for (int block = 0; block < header.blocks(); block++) {
              writer.writeBlock(coding.block(block));
            }
          });
    }
  }

  /**
   * What was seen of the samples while they were encoded.
   *
   * @param peak the largest difference there is between two of their prepared numbers
   */
  private record Encoded(RestoredNumbers restored, double peak) {}

  private Encoded encode(SampleSource samples, CodeSpool spool) {
    SampleNumbers.Finding finding = new SampleNumbers.Finding(model.preparation());
    Optional<SampleShape> shape = Optional.empty();
    TrainingRange range = new TrainingRange(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    listener.began("encoding", 0);
    try (RawBlocks blocks = samples.open()) {
      while (blocks.hasNext()) {
        RawData block = blocks.next();
        Dataset prepared = model.preparation().apply(block);
        finding.look(block);
        range = range.with(TrainingRange.of(prepared));
        if (shape.isEmpty()) {
          shape =
              Optional.of(
                  block instanceof RawData.Array array
                      ? array.samples().shape()
                      : prepared.shape());
        }
        spool.add(model.autoencoder().encode(prepared));
        listener.done(spool.rows());
      }
    }
    return new Encoded(
        new RestoredNumbers(shape.orElseThrow(), finding.found(), model.preparation()),
        range.peak());
  }

  /**
   * What lies between header and blocks.
   *
   * @param model that travels inside
   * @param quantizer written
   * @param layout of a text table, written
   */
  record Beginning(
      Optional<ModelFile.Model> model, Optional<byte[]> quantizer, Optional<byte[]> layout) {}

  /** Writes blocks one after the other. */
  interface Blocks {
    void writeTo(ContainerWriter writer) throws IOException;
  }

  static void write(Path out, CompressedHeader header, Beginning beginning, Blocks blocks) {
    WholeFile.write(
        out,
        stream -> {
          ContainerWriter writer = new ContainerWriter(stream);
          writer.write(Chunk.Kind.HEADER, header.toBytes());
          if (beginning.model.isPresent()) {
            writer.write(Chunk.Kind.MODEL, ModelFile.toBytes(beginning.model.get()));
          }
          if (beginning.quantizer.isPresent()) {
            writer.write(Chunk.Kind.QUANTIZER, beginning.quantizer.get());
          }
          if (beginning.layout.isPresent()) {
            writer.write(Chunk.Kind.LAYOUT, beginning.layout.get());
          }
          blocks.writeTo(writer);
          writer.finish();
        });
  }
}
