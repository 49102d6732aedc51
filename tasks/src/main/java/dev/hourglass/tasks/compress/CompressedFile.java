package dev.hourglass.tasks.compress;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.ModelFingerprint;
import dev.hourglass.base.WholeFile;
import dev.hourglass.data.read.NpyFile;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A compressed file that is read: any of its blocks alone, or one after the other.
 *
 * <pre>{@code
 * CompressedFile file = CompressedFile.open(path);
 * ModelFile.Model model = file.modelInside(kernels).orElseGet(() -> ModelFile.read(beside, kernels));
 * Tensor codes = file.codes(file.blockOf(4711));
 * }</pre>
 */
public final class CompressedFile {
  private final Path file;
  private final ContainerReader container;
  private final CompressedHeader header;
  private final Beginning beginning;
  private final long[] places;
  private final boolean indexed;

  /** What lies between header and blocks. */
  private record Beginning(
      Optional<CodeQuantizer> quantizer, Optional<byte[]> model, Optional<TableLines> layout) {}

  private CompressedFile(
      Path file,
      ContainerReader container,
      CompressedHeader header,
      Beginning beginning,
      long firstBlock) {
    this.file = file;
    this.container = container;
    this.header = header;
    this.beginning = beginning;
    Optional<long[]> index = container.index().filter(found -> found.length == header.blocks());
    this.indexed = index.isPresent();
    this.places = index.orElseGet(() -> scanned(container, firstBlock, header.blocks()));
  }

  /** Without an index the blocks are looked for; -1 for those that are not found. */
  private static long[] scanned(ContainerReader container, long from, int blocks) {
    long[] places = new long[blocks];
    Arrays.fill(places, -1);
    long at = container.nextBlock(from);
    while (at >= 0) {
      Optional<Chunk> chunk = container.at(at, Chunk.Kind.BLOCK);
      if (chunk.isPresent() && chunk.get().number() < blocks) {
        places[chunk.get().number()] = at;
      }
      at = container.nextBlock(chunk.map(Chunk::end).orElse(at + 1));
    }
    return places;
  }

  /**
   * Opens a file and checks what it begins with.
   *
   * @throws CompressionException if it is missing, foreign or newer, or its beginning is damaged
   */
  public static CompressedFile open(Path file) {
    ContainerReader container = ContainerReader.open(file);
    try {
      Chunk head =
          container
              .at(ContainerReader.first(), Chunk.Kind.HEADER)
              .orElseThrow(() -> damagedStart(file, "header"));
      CompressedHeader header = CompressedHeader.read(head.payload().array());
      long at = head.end();
      Optional<Chunk> model = container.at(at, Chunk.Kind.MODEL);
      at = model.map(Chunk::end).orElse(at);
      Optional<Chunk> codes = container.at(at, Chunk.Kind.QUANTIZER);
      at = codes.map(Chunk::end).orElse(at);
      Optional<Chunk> layout = container.at(at, Chunk.Kind.LAYOUT);
      at = layout.map(Chunk::end).orElse(at);
      boolean text = header.mode() == CompressedHeader.Mode.TEXT;
      if (header.fingerprint().isPresent() && codes.isEmpty() || text && layout.isEmpty()) {
        throw damagedStart(file, "model, table of frequencies or list of columns");
      }
      return new CompressedFile(
          file,
          container,
          header,
          new Beginning(
              codes.map(chunk -> CodeQuantizer.read(chunk.payload())),
              model.map(chunk -> chunk.payload().array()),
              layout.map(chunk -> TableLines.read(chunk.payload()))),
          at);
    } catch (IllegalArgumentException e) {
      throw new CompressionException(
          "%s: its header or its table of frequencies makes no sense: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static CompressionException damagedStart(Path file, String what) {
    return new CompressionException(
        "%s: its %s is damaged, without which nothing in it can be read; get it again"
            .formatted(file, what));
  }

  /** The file's path. */
  public Path file() {
    return file;
  }

  CompressedHeader header() {
    return header;
  }

  Optional<CodeQuantizer> quantizer() {
    return beginning.quantizer;
  }

  Optional<TableLines> layout() {
    return beginning.layout;
  }

  /** How many samples it holds. */
  public int items() {
    return header.items();
  }

  /** How many blocks they lie in. */
  public int blocks() {
    return header.blocks();
  }

  /** Its length in bytes, a model inside included. */
  public long bytes() {
    return container.size();
  }

  /** Bytes of the model inside; 0 where it lies beside. */
  public long modelBytes() {
    return beginning.model.map(bytes -> (long) bytes.length + Chunk.HEAD_BYTES).orElse(0L);
  }

  /** Whether everything comes back exactly. */
  public boolean isLossless() {
    return header.mode() != CompressedHeader.Mode.LOSSY;
  }

  /** How like the data is what comes back, as it was measured when the file was made. */
  public Quality quality() {
    return header.quality();
  }

  /** Pixels of a sample; 0 where samples are no images. */
  public int pixels() {
    return header.shape().isImage() ? header.shape().height() * header.shape().width() : 0;
  }

  /** The model that decodes; empty where none is needed. */
  public Optional<ModelFingerprint> fingerprint() {
    return header.fingerprint();
  }

  /**
   * The model that travels inside.
   *
   * @throws dev.hourglass.autoencoder.file.ModelFileException if it is none
   */
  public Optional<ModelFile.Model> modelInside(Kernels kernels) {
    return beginning.model.map(bytes -> ModelFile.read(bytes, kernels));
  }

  /**
   * The model that travels inside or lies beside, wherever it is.
   *
   * @throws dev.hourglass.autoencoder.file.ModelFileException if it is none
   */
  public Optional<ModelFile.Model> model(Kernels kernels) {
    Optional<ModelFile.Model> inside = modelInside(kernels);
    Path beside = modelBeside(file);
    return inside.isEmpty() && Files.exists(beside)
        ? Optional.of(ModelFile.read(beside, kernels))
        : inside;
  }

  /** Where the model of a compressed file lies that does not travel inside. */
  public static Path modelBeside(Path file) {
    return file.resolveSibling(file.getFileName() + ".safetensors");
  }

  /** Whether that file begins as compressed files do. */
  public static boolean isCompressed(Path file) {
    byte[] magic = Chunk.MAGIC.getBytes(StandardCharsets.US_ASCII);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(magic.length), magic);
    } catch (IOException _) {
      // whoever reads it says why it cannot be read
      return false;
    }
  }

  /**
   * Refuses another model.
   *
   * @throws CompressionException if it is not the one that the file was made with
   */
  public void check(ModelFile.Model other) {
    ModelFingerprint found = ModelFingerprint.of(other);
    if (!header.fingerprint().map(found::equals).orElse(true)) {
      throw new CompressionException(
          ("%s: was made with the model %s, but the one given is %s; give the model that compress"
                  + " used (option 'model')")
              .formatted(file, header.fingerprint().orElseThrow().brief(), found.brief()));
    }
  }

  /** What to say where the model that the file needs is not there. */
  public CompressionException lacksModel() {
    return new CompressionException(
        "%s: needs the model %s, which does not travel inside; give it (option 'model')"
            .formatted(file, header.fingerprint().map(ModelFingerprint::brief).orElse("")));
  }

  // ---- blocks ----

  /** The block that a sample lies in. */
  public int blockOf(int item) {
    return item / header.blockItems();
  }

  /** The number of a block's first sample. */
  public int firstItem(int block) {
    return block * header.blockItems();
  }

  /** How many samples a block holds. */
  public int itemsOf(int block) {
    return header.itemsOf(block);
  }

  /**
   * The blocks that can be read.
   *
   * @param salvage whether a damaged file's undamaged ones are wanted
   * @throws CompressionException naming the first that is damaged or missing, unless salvaging
   */
  public List<Integer> readable(boolean salvage) {
    List<Integer> whole = new ArrayList<>();
    for (int block = 0; block < blocks(); block++) {
      if (find(block).isPresent()) {
        whole.add(block);
      } else if (!salvage) {
        throw damaged(block);
      }
    }
    if (!salvage && !indexed) {
      throw new CompressionException(
          ("%s: its end is damaged or missing, though its %,d blocks are whole; option 'salvage'"
                  + " reads them")
              .formatted(file, blocks()));
    }
    return whole;
  }

  private Optional<Chunk> find(int block) {
    return container.at(places[block], Chunk.Kind.BLOCK).filter(chunk -> chunk.number() == block);
  }

  private CompressionException damaged(int block) {
    return new CompressionException(
        ("%s: block %,d of %,d (samples %,d to %,d) is %s; option 'salvage' recovers the blocks"
                + " that are whole")
            .formatted(
                file,
                block + 1,
                blocks(),
                firstItem(block),
                firstItem(block) + itemsOf(block) - 1,
                places[block] < 0 ? "missing or damaged" : "damaged"));
  }

  /** What a block holds, checked. */
  ByteBuffer payload(int block) {
    Objects.checkIndex(block, blocks());
    return find(block).orElseThrow(() -> damaged(block)).payload();
  }

  /**
   * The codes of a block's samples, {@code [samples, units]}: the same numbers on every machine.
   *
   * @throws CompressionException if the block is damaged
   * @throws IllegalStateException if no codes are kept
   */
  public Tensor codes(int block) {
    CodeQuantizer codes =
        beginning.quantizer.orElseThrow(() -> new IllegalStateException(file + " keeps no codes"));
    ByteBuffer payload = payload(block);
    byte[] bytes = isLossless() ? ExactCoding.coded(payload) : payload.array();
    return codes.read(itemsOf(block), new RangeDecoder(bytes, 0));
  }

  /** All samples' codes, {@code [items, units]}. */
  public Tensor codes() {
    Tensor all = Tensor.allocate(items(), quantizer().map(CodeQuantizer::units).orElse(1));
    for (int block = 0; block < blocks(); block++) {
      all.slice(firstItem(block), itemsOf(block)).copyFrom(codes(block));
    }
    return all;
  }

  /** Writes all samples' codes as a {@code .npy} file of float32, {@code [items, units]}. */
  public void writeCodes(Path npy) {
    long units = quantizer().map(CodeQuantizer::units).orElse(1);
    WholeFile.write(
        npy,
        out -> {
          out.write(NpyFile.header("<f4", List.of((long) items(), units)));
          for (int block = 0; block < blocks(); block++) {
            Tensor codes = codes(block);
            ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(codes.size() * Float.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (int row = 0; row < codes.rows(); row++) {
              for (float value : codes.row(row)) {
                bytes.putFloat(value);
              }
            }
            out.write(bytes.array());
          }
        });
  }

  /** What to say of a block that makes no sense although its checksum is right. */
  CompressionException senseless(int block, RuntimeException cause) {
    return new CompressionException(
        "%s: block %,d of %,d: %s".formatted(file, block + 1, blocks(), cause.getMessage()), cause);
  }
}
