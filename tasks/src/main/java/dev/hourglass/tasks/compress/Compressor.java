package dev.hourglass.tasks.compress;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFingerprint;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.base.WholeFile;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.tensor.Tensor;
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
    switch (budget) {
      case Budget.BytesPerItem b -> lossy(raw, b.bytes(), out, modelInside);
      case Budget.Lossless _ ->
          new ExactCompressor(model, listener).compress(raw, out, modelInside);
    }
    return CompressedFile.open(out);
  }

  private void lossy(RawData raw, double bytesPerItem, Path out, boolean modelInside) {
    Autoencoder autoencoder = model.autoencoder();
    Dataset samples = model.preparation().apply(raw);
    SampleShape shape =
        raw instanceof RawData.Array array ? array.samples().shape() : samples.shape();
    SampleNumbers numbers = SampleNumbers.of(raw, model.preparation());
    listener.began("encoding", samples.size());
    Tensor codes = autoencoder.encode(samples);
    CompressedHeader header =
        new CompressedHeader(
            CompressedHeader.Mode.LOSSY,
            samples.size(),
            LossyCoding.BLOCK_ITEMS,
            numbers,
            shape,
            Optional.of(ModelFingerprint.of(model)),
            Quality.UNTOLD);
    double framing =
        Chunk.MAGIC.length()
            + header.toBytes().length
            + RESERVED_BYTES
            + 2 * Chunk.HEAD_BYTES
            + 3.0 * header.blocks()
            + Chunk.TAIL_BYTES;
    listener.began("choosing steps", samples.size());
    LossyCoding coding =
        LossyCoding.within(bytesPerItem * samples.size() - framing, autoencoder::decode, codes);
    listener.began("measuring", samples.size());
    RestoredNumbers restored = new RestoredNumbers(shape, numbers, model.preparation());
    Quality quality = coding.quality(autoencoder::decode, codes, restored, raw, samples);
    write(
        out,
        header.withQuality(quality),
        new Beginning(
            modelInside ? Optional.of(model) : Optional.empty(),
            Optional.of(coding.quantizer().toBytes()),
            Optional.empty()),
        coding.blocks());
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

  static void write(
      Path out, CompressedHeader header, Beginning beginning, Iterable<byte[]> blocks) {
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
          for (byte[] block : blocks) {
            writer.writeBlock(block);
          }
          writer.finish();
        });
  }
}
