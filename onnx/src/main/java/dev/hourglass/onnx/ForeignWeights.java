package dev.hourglass.onnx;

import dev.hourglass.base.Safetensors;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.ShortList;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * The layers of a safetensors file as PyTorch's {@code state_dict} names them: {@code NAME.weight}
 * and, where there is one, {@code NAME.bias}.
 *
 * @param tensors by name
 */
record ForeignWeights(Path file, SequencedMap<String, Block> tensors) {
  private static final String WEIGHT = ".weight";
  private static final String BIAS = ".bias";

  static ForeignWeights read(Path file) {
    try {
      return new ForeignWeights(file, Safetensors.read(file, Arena.ofAuto()).tensors());
    } catch (NoSuchFileException _) {
      throw new ImportException(file + ": there is no such file");
    } catch (IOException e) {
      throw new ImportException("%s: could not be read: %s".formatted(file, e.getMessage()));
    } catch (Safetensors.MalformedException e) {
      throw new ImportException("%s: is no safetensors file: %s".formatted(file, e.getMessage()));
    }
  }

  /**
   * The layers' names in order: those of the encoder, where the names say so, before those of the
   * decoder, and numbers by their size.
   */
  List<String> layers() {
    List<String> names = new ArrayList<>();
    for (String name : tensors.keySet()) {
      if (name.endsWith(WEIGHT)) {
        names.add(name.substring(0, name.length() - WEIGHT.length()));
      }
    }
    names.sort(
        Comparator.<String>comparingInt(ForeignWeights::side)
            .thenComparing(ForeignWeights::padded));
    return names;
  }

  private static int side(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean isDecoder = lower.startsWith("dec") || lower.contains(".dec") || lower.contains("_dec");
    boolean isEncoder = lower.startsWith("enc") || lower.contains(".enc") || lower.contains("_enc");
    return isEncoder ? 0 : isDecoder ? 2 : 1;
  }

  /** Numbers with zeros in front, so that layer 10 comes behind layer 9. */
  private static String padded(String name) {
    StringBuilder text = new StringBuilder();
    int digits = 0;
    for (int i = name.length() - 1; i >= 0; i--) {
      boolean isDigit = Character.isDigit(name.charAt(i));
      if (!isDigit && digits > 0) {
        text.append("0".repeat(Math.max(0, PLACES - digits)));
      }
      digits = isDigit ? digits + 1 : 0;
      text.append(name.charAt(i));
    }
    text.append("0".repeat(digits == 0 ? 0 : Math.max(0, PLACES - digits)));
    return text.reverse().toString();
  }

  private static final int PLACES = 9;

  /** The sides of a layer's weight. */
  List<Long> sides(String layer) {
    return tensor(layer + WEIGHT).sides();
  }

  float[] weight(String layer) {
    return floats(layer + WEIGHT);
  }

  /** A layer's bias; empty where it has none. */
  Optional<float[]> bias(String layer) {
    return tensors.containsKey(layer + BIAS) ? Optional.of(floats(layer + BIAS)) : Optional.empty();
  }

  /** The names of tensors that belong to none of these layers. */
  Set<String> besides(List<String> layers) {
    Set<String> others = new TreeSet<>(tensors.keySet());
    layers.forEach(
        layer -> {
          others.remove(layer + WEIGHT);
          others.remove(layer + BIAS);
        });
    return others;
  }

  private Block tensor(String name) {
    Block block = tensors.get(name);
    if (block == null) {
      throw new ImportException(
          "%s: has no tensor '%s'; it has %s"
              .formatted(file, name, ShortList.of(List.copyOf(tensors.keySet()))));
    }
    return block;
  }

  private float[] floats(String name) {
    Block block = tensor(name);
    MemorySegment bytes = block.bytes();
    float[] values = new float[Math.toIntExact(block.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (block.type()) {
            case F32 -> bytes.get(FLOAT, (long) i * Float.BYTES);
            case F64 -> (float) bytes.get(DOUBLE, (long) i * Double.BYTES);
            case F16 -> Float.float16ToFloat(bytes.get(SHORT, (long) i * Short.BYTES));
            case BF16 ->
                Float.intBitsToFloat(bytes.get(SHORT, (long) i * Short.BYTES) << Short.SIZE);
            default ->
                throw new ImportException(
                    "%s: tensor '%s' is of %s, but numbers are expected"
                        .formatted(file, name, block.type().label()));
          };
      if (!Float.isFinite(values[i])) {
        throw new ImportException(
            "%s: tensor '%s' holds %s, which no trained network does"
                .formatted(file, name, values[i]));
      }
    }
    return values;
  }

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
}
