package dev.hourglass.tasks.compress;

import dev.hourglass.engine.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A code's numbers as whole numbers of steps, each unit with its own, and how often each is taken.
 *
 * @param centres what 0 stands for, a unit each
 * @param steps what 1 stands for beyond that; above 0
 * @param tables how often a unit takes which
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record CodeQuantizer(float[] centres, float[] steps, List<FrequencyTable> tables) {
  /** Steps that are farther off are not counted on. */
  private static final float FARTHEST = 1 << 30;

  /** A quantiser of steps, its tables counted on codes. */
  static CodeQuantizer of(float[] centres, float[] steps, Tensor codes) {
    List<FrequencyTable> tables = new ArrayList<>();
    int[] symbols = new int[codes.rows()];
    for (int unit = 0; unit < steps.length; unit++) {
      for (int row = 0; row < symbols.length; row++) {
        symbols[row] = symbol((float) codes.get(row, unit), centres[unit], steps[unit]);
      }
      tables.add(FrequencyTable.of(symbols));
    }
    return new CodeQuantizer(centres, steps, tables);
  }

  int units() {
    return steps.length;
  }

  private static int symbol(float value, float centre, float step) {
    return Math.round(Math.clamp((value - centre) / step, -FARTHEST, FARTHEST));
  }

  private int symbol(Tensor codes, int row, int unit) {
    return symbol((float) codes.get(row, unit), centres[unit], steps[unit]);
  }

  /** The bits that codes take on average. */
  double bitsPerSample(Tensor codes) {
    double bits = 0;
    for (int row = 0; row < codes.rows(); row++) {
      for (int unit = 0; unit < units(); unit++) {
        bits += tables.get(unit).bits(symbol(codes, row, unit));
      }
    }
    return bits / codes.rows();
  }

  /** The codes that are left of codes, {@code [n, units]}. */
  Tensor rounded(Tensor codes) {
    Tensor rounded = Tensor.allocate(codes.rows(), units());
    for (int row = 0; row < codes.rows(); row++) {
      for (int unit = 0; unit < units(); unit++) {
        rounded.set(row, unit, value(unit, symbol(codes, row, unit)));
      }
    }
    return rounded;
  }

  private float value(int unit, int symbol) {
    return centres[unit] + symbol * steps[unit];
  }

  void write(Tensor codes, RangeEncoder out) {
    for (int row = 0; row < codes.rows(); row++) {
      for (int unit = 0; unit < units(); unit++) {
        tables.get(unit).write(symbol(codes, row, unit), out);
      }
    }
  }

  /** Reads so many codes, {@code [count, units]}. */
  Tensor read(int count, RangeDecoder in) {
    Tensor codes = Tensor.allocate(count, units());
    for (int row = 0; row < count; row++) {
      for (int unit = 0; unit < units(); unit++) {
        codes.set(row, unit, value(unit, tables.get(unit).read(in)));
      }
    }
    return codes;
  }

  // ---- in the file ----

  byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Varint.write(units(), out);
    for (int unit = 0; unit < units(); unit++) {
      writeFloat(centres[unit], out);
      writeFloat(steps[unit], out);
      tables.get(unit).write(out);
    }
    return out.toByteArray();
  }

  /**
   * The inverse of {@link #toBytes}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static CodeQuantizer read(ByteBuffer in) {
    int units = Varint.read(in);
    if (units < 1 || units > in.remaining()) {
      throw new IllegalArgumentException("a code of " + units + " units");
    }
    float[] centres = new float[units];
    float[] steps = new float[units];
    List<FrequencyTable> tables = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      if (in.remaining() < 2 * Float.BYTES) {
        throw new IllegalArgumentException("the units' steps are cut off");
      }
      centres[unit] = in.getFloat();
      steps[unit] = in.getFloat();
      if (!Float.isFinite(centres[unit]) || !(steps[unit] > 0)) {
        throw new IllegalArgumentException("unit " + unit + " has a step of " + steps[unit]);
      }
      tables.add(FrequencyTable.read(in));
    }
    return new CodeQuantizer(centres, steps, tables);
  }

  private static void writeFloat(float value, ByteArrayOutputStream out) {
    out.writeBytes(ByteBuffer.allocate(Float.BYTES).putFloat(value).array());
  }
}
