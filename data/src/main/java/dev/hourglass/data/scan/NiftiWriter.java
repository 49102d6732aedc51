package dev.hourglass.data.scan;

import dev.hourglass.base.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;

/**
 * Writes volumes as NIfTI-1, slice by slice, gzip where the name ends with {@code .gz}. Spacing and
 * orientation are those of the scan it was made of; texts and extensions of its header, which may
 * tell of whom it is, are left behind.
 */
public final class NiftiWriter {
  private final Path file;

  /** Into a file, which is there whole or not at all. */
  public NiftiWriter(Path file) {
    this.file = file;
  }

  /**
   * Writes numbers in the units of a scan, in its type: a volume's own, or float32 for others.
   *
   * @param slices height × width numbers of each, asked for one after the other
   * @throws UncheckedIOException naming the file if it cannot be written
   * @throws IllegalArgumentException if the scan is in colour
   */
  public void writeLike(Scan scan, IntFunction<double[]> slices) {
    write(header(scan), scan.slices(), slices);
  }

  /** The same of numbers in units of their own, as float32. */
  public void writeOver(Scan scan, IntFunction<double[]> slices) {
    write(header(scan).of(NiftiType.FLOAT32), scan.slices(), slices);
  }

  private static NiftiHeader header(Scan scan) {
    if (scan.shape().channels() != 1) {
      throw new IllegalArgumentException(
          "a scan in colour is no volume of numbers; write it as .png");
    }
    return switch (scan) {
      case NiftiFile volume -> volume.header().withoutTexts();
      case DicomFile dicom ->
          NiftiHeader.of(
              dicom.shape().width(), dicom.shape().height(), dicom.slices(), dicom.grid());
    };
  }

  private void write(NiftiHeader header, int count, IntFunction<double[]> slices) {
    WholeFile.write(
        file,
        out -> {
          if (!NiftiFile.isPacked(file)) {
            put(header, count, slices, out);
            return;
          }
          try (GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16)) {
            put(header, count, slices, packed);
          }
        });
  }

  private static void put(
      NiftiHeader header, int count, IntFunction<double[]> slices, OutputStream out)
      throws IOException {
    out.write(header.bytes().array());
    out.write(new byte[NiftiHeader.FIRST_VALUE - NiftiHeader.SIZE]);
    NiftiType type = header.type();
    int length = header.width() * header.height();
    ByteBuffer slice = ByteBuffer.allocate(Math.multiplyExact(length, type.bytes()));
    slice.order(header.order());
    for (int i = 0; i < count; i++) {
      slice.clear();
      for (double value : slices.apply(i)) {
        type.put(slice, (value - header.intercept()) / header.slope());
      }
      out.write(slice.array());
    }
  }
}
