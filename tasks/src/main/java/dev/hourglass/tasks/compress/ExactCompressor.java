package dev.hourglass.tasks.compress;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFingerprint;
import dev.hourglass.autoencoder.rows.RowBlocks;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.RawBlocks;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.engine.optimise.Workers;
import dev.hourglass.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Compresses without loss. How fine the codes are, and whether the reconstruction pays for its
 * codes at all, is tried on a part of the data.
 */
final class ExactCompressor {
  /** A block is about so large: what is learned of the data begins anew in each. */
  private static final int BLOCK_BYTES = 1 << 20;

  /** Choices are tried on so much. */
  private static final int TRIAL_BYTES = 1 << 18;

  /** How cells are written shows in the first lines. */
  private static final int LINES_FOR_LAYOUT = 4_000;

  /** Steps that are tried, in the units' own spread. */
  private static final double[] SHARES = {1, 0.5, 0.25};

  private final ModelFile.Model model;
  private final CompressionListener listener;

  ExactCompressor(ModelFile.Model model, CompressionListener listener) {
    this.model = model;
    this.listener = listener;
  }

  /** What is written block by block, and gone through as often as need be. */
  private interface Source {
    int items();

    long bytes();

    Tensor codes();

    /** So many items at a time. */
    Pieces open(int most);
  }

  private interface Pieces extends Iterator<Piece>, AutoCloseable {
    @Override
    void close();
  }

  /** Some items. */
  private interface Piece {
    int items();

    byte[] write(ExactCoding coding, Optional<Tensor> codes);
  }

  void compress(SampleSource samples, Path out, boolean modelInside) {
    boolean text;
    try (RawBlocks blocks = samples.open()) {
      text = blocks.next() instanceof RawData.Table;
    }
    try (CodeSpool spool = new CodeSpool(model.autoencoder().codeSize())) {
      listener.began("encoding", 0);
      if (text) {
        text(samples, spool, out, modelInside);
      } else {
        numbers(samples, spool, out, modelInside);
      }
    }
  }

  // ---- whole numbers ----

  private void numbers(SampleSource samples, CodeSpool spool, Path out, boolean modelInside) {
    SampleNumbers.Finding finding = new SampleNumbers.Finding(model.preparation());
    Optional<SampleShape> shape = Optional.empty();
    try (RawBlocks blocks = samples.open()) {
      while (blocks.hasNext()) {
        RawData block = blocks.next();
        finding.look(block);
        shape = shape.or(() -> Optional.of(array(block).samples().shape()));
        spool.add(model.autoencoder().encode(model.preparation().apply(block)));
        listener.done(spool.rows());
      }
    }
    SampleNumbers numbers = finding.found();
    if (!numbers.areWhole()) {
      throw new CompressionException(
          samples.name()
              + ": holds numbers that are no whole ones of 8 or 16 bits; option 'lossless' is for"
              + " such, for images and for text tables: say option 'bytes' instead");
    }
    RestoredNumbers kind = new RestoredNumbers(shape.orElseThrow(), numbers, model.preparation());
    Tensor codes = spool.codes();
    int width = numbers.most() > 255 ? 2 : 1;
    Source source =
        new Source() {
          @Override
          public int items() {
            return codes.rows();
          }

          @Override
          public long bytes() {
            return (long) codes.rows() * kind.shape().features() * width;
          }

          @Override
          public Tensor codes() {
            return codes;
          }

          @Override
          public Pieces open(int most) {
            return new NumberPieces(samples.open(), kind, most);
          }
        };
    write(source, CompressedHeader.Mode.NUMBERS, kind, Optional.empty(), out, modelInside);
  }

  private static RawData.Array array(RawData block) {
    return (RawData.Array) block;
  }

  private record Numbers(int[][] values, RestoredNumbers kind) implements Piece {
    @Override
    public int items() {
      return values.length;
    }

    @Override
    public byte[] write(ExactCoding coding, Optional<Tensor> codes) {
      return coding.write(values, kind, codes);
    }
  }

  private static final class NumberPieces implements Pieces {
    private final RawBlocks blocks;
    private final RestoredNumbers kind;
    private final int most;
    private Optional<RawData.Array> block = Optional.empty();
    private int at;

    NumberPieces(RawBlocks blocks, RestoredNumbers kind, int most) {
      this.blocks = blocks;
      this.kind = kind;
      this.most = most;
    }

    @Override
    public boolean hasNext() {
      return block.isPresent() && at < block.get().size() || blocks.hasNext();
    }

    @Override
    public Piece next() {
      List<int[]> values = new ArrayList<>();
      while (values.size() < most && hasNext()) {
        if (block.isEmpty() || at == block.get().size()) {
          block = Optional.of(array(blocks.next()));
          at = 0;
        }
        int[] sample = new int[kind.shape().features()];
        kind.numbers().copy(block.get().samples(), at++, sample);
        values.add(sample);
      }
      return new Numbers(values.toArray(int[][]::new), kind);
    }

    @Override
    public void close() {
      blocks.close();
    }
  }

  // ---- lines of a table ----

  private void text(SampleSource samples, CodeSpool spool, Path out, boolean modelInside) {
    TextLines.Count count = TextLines.count(samples.name());
    TableLines layout;
    SampleNumbers numbers;
    try (RawBlocks blocks = samples.open()) {
      RawData.Table first = (RawData.Table) blocks.next();
      layout =
          TableLines.of(
              TextLines.first(samples.name(), LINES_FOR_LAYOUT),
              first,
              model.preparation().columnNames());
      numbers = SampleNumbers.of(first, model.preparation());
    }
    encodeLines(samples, count.lines(), spool);
    Tensor codes = spool.codes();
    Source source =
        new Source() {
          @Override
          public int items() {
            return count.lines();
          }

          @Override
          public long bytes() {
            return count.bytes();
          }

          @Override
          public Tensor codes() {
            return codes;
          }

          @Override
          public Pieces open(int most) {
            return new LinePieces(TextLines.open(samples.name()), layout, most);
          }
        };
    RestoredNumbers kind =
        new RestoredNumbers(model.preparation().outputShape(), numbers, model.preparation());
    write(source, CompressedHeader.Mode.TEXT, kind, Optional.of(layout), out, modelInside);
  }

  /** A code for every line: one that is no row has that of the row before it; they need some. */
  private void encodeLines(SampleSource samples, int lines, CodeSpool spool) {
    Tensor last = Tensor.allocate(1, model.autoencoder().codeSize());
    try (RawBlocks blocks = samples.open()) {
      while (blocks.hasNext()) {
        RawData.Table block = (RawData.Table) blocks.next();
        Tensor rows = model.autoencoder().encode(model.preparation().apply(block));
        if (spool.rows() == 0) {
          last.copyFrom(rows.slice(0, 1));
        }
        for (int row = 0; row < rows.rows(); row++) {
          int line = Math.min(block.lines()[row] - 1, lines - 1);
          while (spool.rows() < line) {
            spool.add(last);
          }
          last.copyFrom(rows.slice(row, 1));
        }
        listener.done(spool.rows());
      }
    }
    while (spool.rows() < lines) {
      spool.add(last);
    }
  }

  private record Lines(List<byte[]> lines, TableLines layout) implements Piece {
    @Override
    public int items() {
      return lines.size();
    }

    @Override
    public byte[] write(ExactCoding coding, Optional<Tensor> codes) {
      return coding.write(lines, layout, codes);
    }
  }

  private record LinePieces(TextLines text, TableLines layout, int most) implements Pieces {
    @Override
    public boolean hasNext() {
      return text.hasNext();
    }

    @Override
    public Piece next() {
      List<byte[]> lines = new ArrayList<>();
      while (lines.size() < most && text.hasNext()) {
        lines.add(text.next());
      }
      return new Lines(lines, layout);
    }

    @Override
    public void close() {
      text.close();
    }
  }

  // ---- what both share ----

  private void write(
      Source source,
      CompressedHeader.Mode mode,
      RestoredNumbers kind,
      Optional<TableLines> layout,
      Path out,
      boolean modelInside) {
    listener.began("trying steps", source.items());
    Optional<CodeQuantizer> quantizer = quantizer(source, modelInside);
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
    Compressor.write(
        out,
        header,
        new Compressor.Beginning(
            modelInside ? used : Optional.empty(),
            quantizer.map(CodeQuantizer::toBytes),
            layout.map(TableLines::toBytes)),
        writer -> {
          int from = 0;
          try (Pieces pieces = source.open(blockItems)) {
            while (pieces.hasNext()) {
              List<Piece> some = new ArrayList<>();
              while (some.size() < RowBlocks.workers() && pieces.hasNext()) {
                some.add(pieces.next());
              }
              int first = from;
              List<byte[]> written =
                  inParallel(
                      some.size(),
                      number -> {
                        Piece piece = some.get(number);
                        int at = first + number * blockItems;
                        return piece.write(
                            coding, quantizer.map(_ -> source.codes().slice(at, piece.items())));
                      });
              for (byte[] block : written) {
                writer.writeBlock(block);
              }
              from += some.stream().mapToInt(Piece::items).sum();
              listener.done(from);
            }
          }
        });
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
  private Optional<CodeQuantizer> quantizer(Source source, boolean modelInside) {
    int count =
        (int) Math.clamp(TRIAL_BYTES * (long) source.items() / source.bytes(), 1, source.items());
    int pieces = source.items() / count;
    Piece tried = piece(source, count, (pieces - 1) / 2);
    int from = (pieces - 1) / 2 * count;
    int travelling = modelInside ? ModelFile.toBytes(model).length : 0;
    Optional<CodeQuantizer> best = Optional.empty();
    double least = tried.write(new ExactCoding(Optional.empty(), best), Optional.empty()).length;
    UnitEffects effects = UnitEffects.of(model.autoencoder()::decode, source.codes());
    for (double share : SHARES) {
      CodeQuantizer quantizer = effects.quantizer(share);
      double bytes =
          tried.write(
                      new ExactCoding(Optional.of(model), Optional.of(quantizer)),
                      Optional.of(source.codes().slice(from, tried.items())))
                  .length
              + (double) (quantizer.toBytes().length + travelling) * count / source.items();
      if (bytes < least) {
        least = bytes;
        best = Optional.of(quantizer);
      }
    }
    return best;
  }

  private static Piece piece(Source source, int items, int number) {
    try (Pieces pieces = source.open(items)) {
      for (int i = 0; i < number; i++) {
        pieces.next();
      }
      return pieces.next();
    }
  }
}
