package dev.hourglass.tasks.compress;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A block of samples, exactly: their codes, and what the samples differ by from what the decoder
 * makes of these. The decoder runs on portable kernels, whose sums have one order, so that every
 * machine comes to the same reconstruction; a checksum of the samples tells if one should not.
 *
 * @param model that reconstructs; empty where samples are written without one
 * @param quantizer of its codes
 */
record ExactCoding(Optional<ModelFile.Model> model, Optional<CodeQuantizer> quantizer) {
  /** What lies ahead: the codes' length, the samples' checksum, the size of the mixer's tables. */
  private static final int HEAD_BYTES = 2 * Integer.BYTES + 1;

  static Autoencoder portable(ModelFile.Model model) {
    return model.autoencoder().withKernels(KernelLadder.portable());
  }

  // ---- whole numbers ----

  /** Writes samples of whole numbers. */
  byte[] write(int[][] samples, RestoredNumbers kind, Optional<Tensor> codes) {
    int[][] bases = bases(samples.length, kind, rounded(codes));
    int tableBits = BitMixer.tableBits((long) samples.length * kind.shape().features());
    RangeEncoder out = new RangeEncoder();
    PixelCoding coding =
        new PixelCoding(
            kind.shape(),
            kind.numbers().most(),
            SymbolCoder.writing(PixelCoding.mixer(tableBits), out));
    for (int i = 0; i < samples.length; i++) {
      coding.sample(samples[i], bases[i]);
    }
    return joined(codes, checksum(samples), tableBits, out.finish());
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if they do not come out as they went in
   */
  int[][] readNumbers(ByteBuffer payload, int count, RestoredNumbers kind) {
    byte[] bytes = payload.array();
    int codeBytes = codeBytes(payload);
    Optional<Tensor> codes =
        quantizer.map(q -> q.read(count, new RangeDecoder(coded(bytes, codeBytes), 0)));
    int[][] bases = bases(count, kind, codes);
    PixelCoding coding =
        new PixelCoding(
            kind.shape(),
            kind.numbers().most(),
            SymbolCoder.reading(
                PixelCoding.mixer(bytes[HEAD_BYTES - 1]),
                new RangeDecoder(bytes, HEAD_BYTES + codeBytes)));
    int[][] samples = new int[count][kind.shape().features()];
    for (int i = 0; i < count; i++) {
      coding.sample(samples[i], bases[i]);
    }
    check(payload.getInt(Integer.BYTES), checksum(samples));
    return samples;
  }

  private int[][] bases(int count, RestoredNumbers kind, Optional<Tensor> codes) {
    int[][] bases = new int[count][kind.shape().features()];
    if (codes.isPresent()) {
      Tensor back = portable(model.orElseThrow()).decode(codes.get());
      for (int i = 0; i < count; i++) {
        kind.numbers().nearest(kind.preparation(), back.row(i), bases[i]);
      }
    }
    return bases;
  }

  private static int checksum(int[][] samples) {
    CRC32C crc = new CRC32C();
    for (int[] sample : samples) {
      for (int value : sample) {
        crc.update(value & 0xFF);
        crc.update(value >> 8);
      }
    }
    return (int) crc.getValue();
  }

  // ---- lines of a table ----

  /** Writes lines of a text table. */
  byte[] write(List<byte[]> lines, TableLines layout, Optional<Tensor> codes) {
    List<List<String>> expected = expected(lines.size(), layout, rounded(codes));
    int tableBits = BitMixer.tableBits(lines.stream().mapToLong(line -> line.length).sum());
    RangeEncoder out = new RangeEncoder();
    TextCoding coding =
        new TextCoding(layout, SymbolCoder.writing(TextCoding.mixer(tableBits), out));
    CRC32C crc = new CRC32C();
    for (int i = 0; i < lines.size(); i++) {
      coding.line(lines.get(i), expected.get(i));
      crc.update(lines.get(i));
    }
    return joined(codes, (int) crc.getValue(), tableBits, out.finish());
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if they do not come out as they went in
   */
  byte[] readLines(ByteBuffer payload, int count, TableLines layout) {
    byte[] bytes = payload.array();
    int codeBytes = codeBytes(payload);
    Optional<Tensor> codes =
        quantizer.map(q -> q.read(count, new RangeDecoder(coded(bytes, codeBytes), 0)));
    List<List<String>> expected = expected(count, layout, codes);
    TextCoding coding =
        new TextCoding(
            layout,
            SymbolCoder.reading(
                TextCoding.mixer(bytes[HEAD_BYTES - 1]),
                new RangeDecoder(bytes, HEAD_BYTES + codeBytes)));
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      text.writeBytes(coding.line(new byte[0], expected.get(i)));
    }
    CRC32C crc = new CRC32C();
    crc.update(text.toByteArray());
    check(payload.getInt(Integer.BYTES), (int) crc.getValue());
    return text.toByteArray();
  }

  private List<List<String>> expected(int count, TableLines layout, Optional<Tensor> codes) {
    List<List<String>> all = new ArrayList<>();
    if (codes.isEmpty()) {
      for (int i = 0; i < count; i++) {
        all.add(List.of());
      }
      return all;
    }
    ModelFile.Model reconstructing = model.orElseThrow();
    Tensor back = portable(reconstructing).decode(codes.get());
    for (int i = 0; i < count; i++) {
      List<String> cells = new ArrayList<>(reconstructing.preparation().original(back.row(i)));
      for (int c = 0; c < layout.columns().length; c++) {
        int column = layout.columns()[c];
        if (column >= 0 && column < cells.size()) {
          cells.set(column, TextCoding.expected(cells.get(column), layout.decimals()[c]));
        }
      }
      all.add(cells);
    }
    return all;
  }

  // ---- what both share ----

  /** What the reader will know of the codes. */
  private Optional<Tensor> rounded(Optional<Tensor> codes) {
    return codes.map(given -> quantizer.orElseThrow().rounded(given));
  }

  private byte[] joined(Optional<Tensor> codes, int checksum, int tableBits, byte[] residuals) {
    byte[] coded = new byte[0];
    if (codes.isPresent()) {
      RangeEncoder out = new RangeEncoder();
      quantizer.orElseThrow().write(codes.get(), out);
      coded = out.finish();
    }
    ByteBuffer all = ByteBuffer.allocate(HEAD_BYTES + coded.length + residuals.length);
    return all.putInt(coded.length)
        .putInt(checksum)
        .put((byte) tableBits)
        .put(coded)
        .put(residuals)
        .array();
  }

  private static int codeBytes(ByteBuffer payload) {
    int length = payload.remaining() < HEAD_BYTES ? -1 : payload.getInt(0);
    if (length < 0 || length > payload.limit() - HEAD_BYTES) {
      throw new IllegalArgumentException("its codes reach beyond it");
    }
    return length;
  }

  /** The codes' own bytes of a block. */
  static byte[] coded(byte[] payload, int length) {
    return Arrays.copyOfRange(payload, HEAD_BYTES, HEAD_BYTES + length);
  }

  /** The codes' own bytes of a block. */
  static byte[] coded(ByteBuffer payload) {
    return coded(payload.array(), codeBytes(payload));
  }

  private static void check(int expected, int found) {
    if (expected != found) {
      throw new IllegalArgumentException(
          "what came out is not what went in: this machine reconstructs otherwise, please report"
              + " it");
    }
  }
}
