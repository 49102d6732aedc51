package dev.hourglass.tasks.compress;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFingerprint;
import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.zip.GZIPInputStream;

/**
 * Compresses without loss. How fine the codes are, and whether the reconstruction pays for its
 * codes at all, is tried on a part of the data.
 */
final class ExactCompressor {
  /** A block is about so large: what is learned of the data begins anew in each. */
  private static final int BLOCK_BYTES = 1 << 20;

  /** Choices are tried on so much. */
  private static final int TRIAL_BYTES = 1 << 18;

  /** Steps that are tried, in the units' own spread. */
  private static final double[] SHARES = {1, 0.5, 0.25};

  private final ModelFile.Model model;
  private final CompressionListener listener;

  ExactCompressor(ModelFile.Model model, CompressionListener listener) {
    this.model = model;
    this.listener = listener;
  }

  /** What is written block by block. */
  private interface Source {
    int items();

    long bytes();

    Tensor codes();

    byte[] write(ExactCoding coding, int from, int count, Optional<Tensor> codes);
  }

  void compress(RawData raw, Path out, boolean modelInside) {
    switch (raw) {
      case RawData.Array array -> numbers(array, out, modelInside);
      case RawData.Table table -> text(table, out, modelInside);
    }
  }

  private void numbers(RawData.Array raw, Path out, boolean modelInside) {
    SampleNumbers numbers = SampleNumbers.of(raw, model.preparation());
    if (!numbers.areWhole()) {
      throw new CompressionException(
          raw.source()
              + ": holds numbers that are no whole ones of 8 or 16 bits; option 'lossless' is for"
              + " such, for images and for text tables: say option 'bytes' instead");
    }
    RestoredNumbers kind = new RestoredNumbers(raw.samples().shape(), numbers, model.preparation());
    Dataset samples = raw.samples();
    int width = numbers.most() > 255 ? 2 : 1;
    Source source =
        new Source() {
          @Override
          public int items() {
            return samples.size();
          }

          @Override
          public long bytes() {
            return (long) samples.size() * samples.features() * width;
          }

          @Override
          public Tensor codes() {
            return model.autoencoder().encode(model.preparation().apply(raw));
          }

          @Override
          public byte[] write(ExactCoding coding, int from, int count, Optional<Tensor> codes) {
            int[][] values = new int[count][samples.features()];
            for (int i = 0; i < count; i++) {
              numbers.copy(samples, from + i, values[i]);
            }
            return coding.write(values, kind, codes);
          }
        };
    write(source, CompressedHeader.Mode.NUMBERS, kind, Optional.empty(), out, modelInside);
  }

  private void text(RawData.Table table, Path out, boolean modelInside) {
    List<byte[]> lines = TableLines.lines(textOf(table.source()));
    TableLines layout = TableLines.of(lines, table, model.preparation().columnNames());
    int[] rowOf = new int[lines.size()];
    Arrays.fill(rowOf, -1);
    for (int row = 0; row < table.size(); row++) {
      if (table.lines()[row] >= 1 && table.lines()[row] <= rowOf.length) {
        rowOf[table.lines()[row] - 1] = row;
      }
    }
    long bytes = lines.stream().mapToLong(line -> line.length).sum();
    Source source =
        new Source() {
          @Override
          public int items() {
            return lines.size();
          }

          @Override
          public long bytes() {
            return bytes;
          }

          /** Lines that are no rows have the first row's: they need some. */
          @Override
          public Tensor codes() {
            Tensor rows = model.autoencoder().encode(model.preparation().apply(table));
            Tensor all = Tensor.allocate(lines.size(), rows.columns());
            for (int line = 0; line < rowOf.length; line++) {
              all.slice(line, 1).copyFrom(rows.slice(Math.max(0, rowOf[line]), 1));
            }
            return all;
          }

          @Override
          public byte[] write(ExactCoding coding, int from, int count, Optional<Tensor> codes) {
            return coding.write(lines.subList(from, from + count), layout, codes);
          }
        };
    RestoredNumbers kind =
        new RestoredNumbers(
            model.preparation().outputShape(),
            SampleNumbers.of(table, model.preparation()),
            model.preparation());
    write(source, CompressedHeader.Mode.TEXT, kind, Optional.of(layout), out, modelInside);
  }

  private static byte[] textOf(String source) {
    Path path = Path.of(source);
    if (!Files.isRegularFile(path)) {
      throw new CompressionException(
          source + ": option 'lossless' keeps a table's text, so it must be a file of its own");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      in.mark(2);
      boolean packed = in.read() == 0x1F && in.read() == 0x8B;
      in.reset();
      byte[] text = packed ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
      for (byte b : text) {
        if (b == 0) {
          throw new CompressionException(
              source + ": holds zero bytes; option 'lossless' is for text of one byte a letter");
        }
      }
      return text;
    } catch (IOException e) {
      throw new CompressionException(source + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private void write(
      Source source,
      CompressedHeader.Mode mode,
      RestoredNumbers kind,
      Optional<TableLines> layout,
      Path out,
      boolean modelInside) {
    listener.began("encoding", source.items());
    Tensor codes = source.codes();
    listener.began("trying steps", source.items());
    Optional<CodeQuantizer> quantizer = quantizer(source, codes, modelInside);
    Optional<ModelFile.Model> used = quantizer.map(_ -> model);
    ExactCoding coding = new ExactCoding(used, quantizer);
    int blockItems =
        (int) Math.clamp(BLOCK_BYTES * (long) source.items() / source.bytes(), 1, source.items());
    CompressedHeader header =
        new CompressedHeader(
            mode,
            source.items(),
            blockItems,
            kind.numbers(),
            kind.shape(),
            used.map(ModelFingerprint::of),
            Quality.UNTOLD);
    listener.began("compressing", source.items());
    IntFunction<byte[]> block =
        number -> {
          int from = number * blockItems;
          int count = header.itemsOf(number);
          listener.done(from);
          return source.write(coding, from, count, quantizer.map(_ -> codes.slice(from, count)));
        };
    Compressor.write(
        out,
        header,
        new Compressor.Beginning(
            modelInside ? used : Optional.empty(),
            quantizer.map(CodeQuantizer::toBytes),
            layout.map(TableLines::toBytes)),
        inParallel(header.blocks(), block));
  }

  /** Blocks know nothing of each other: each worker takes the next that nobody has. */
  private static List<byte[]> inParallel(int blocks, IntFunction<byte[]> block) {
    byte[][] written = new byte[blocks][];
    AtomicInteger next = new AtomicInteger();
    new Workers(Math.clamp(blocks, 1, RowBlocks.workers()))
        .run(
            _ -> {
              for (int b = next.getAndIncrement(); b < blocks; b = next.getAndIncrement()) {
                written[b] = block.apply(b);
              }
            });
    return List.of(written);
  }

  /**
   * The steps that make a part of the data smallest, a model inside counted; none where it is
   * smallest without codes.
   */
  private Optional<CodeQuantizer> quantizer(Source source, Tensor codes, boolean modelInside) {
    int count =
        (int) Math.clamp(TRIAL_BYTES * (long) source.items() / source.bytes(), 1, source.items());
    int from = (source.items() - count) / 2;
    int travelling = modelInside ? ModelFile.toBytes(model).length : 0;
    Optional<CodeQuantizer> best = Optional.empty();
    double least =
        source.write(new ExactCoding(Optional.empty(), best), from, count, Optional.empty()).length;
    UnitEffects effects = UnitEffects.of(model.autoencoder()::decode, codes);
    for (double share : SHARES) {
      CodeQuantizer tried = effects.quantizer(share);
      double bytes =
          source.write(
                      new ExactCoding(Optional.of(model), Optional.of(tried)),
                      from,
                      count,
                      Optional.of(codes.slice(from, count)))
                  .length
              + (double) (tried.toBytes().length + travelling) * count / source.items();
      if (bytes < least) {
        least = bytes;
        best = Optional.of(tried);
      }
    }
    return best;
  }
}
