package dev.hourglass.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.engine.tensor.BFloat16;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How tensors come to the vector loops and back. */
class VectorStripTest {
  private static final int COUNT = 2 * VectorLanes.LANES + 1;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "BFLOAT16"})
  void a_tail_is_followed_by_what_was_asked_for(Format format) {
    Tensor tensor = Tensor.allocate(Arena.ofAuto(), Shape.vector(COUNT + 5), format);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, i);
    }
    VectorStrip strip = VectorStrip.ofThread()[0].read(tensor, 3, COUNT, -7);
    for (int i = 0; i < VectorLanes.padded(COUNT); i++) {
      assertThat(strip.get(i)).isEqualTo(i < COUNT ? i + 3 : -7);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "BFLOAT16"})
  void nothing_is_written_beside_the_strip(Format format) {
    for (int count : new int[] {1, VectorLanes.LANES, COUNT}) {
      Tensor tensor = Tensor.allocate(Arena.ofAuto(), Shape.vector(count + 2), format);
      VectorStrip strip = VectorStrip.ofThread()[0].write(tensor, 1, count);
      for (int i = 0; i < count; i++) {
        strip.set(i, 5);
      }
      strip.finish();
      for (int i = 0; i < tensor.size(); i++) {
        assertThat(tensor.get(i)).isEqualTo(i == 0 || i == count + 1 ? 0 : 5);
      }
    }
  }

  @Test
  void rounding_to_bfloat16_is_that_of_the_scalar_code_for_any_bits() {
    int count = 1 << 16;
    Tensor floats = Tensor.allocate(1, count);
    Tensor halves = Tensor.allocate(Arena.ofAuto(), floats.shape(), Format.BFLOAT16);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < count; i++) {
      // Every upper half, with lower halves at, beside and far from the middle between neighbours.
      int low = i % 3 == 0 ? 0x8000 : i % 3 == 1 ? 0x7fff + random.nextInt(3) : random.nextInt();
      floats.segment().setAtIndex(ValueLayout.JAVA_INT, i, i << 16 | (low & 0xffff));
    }
    VectorElementwise.convert(floats, halves);
    for (int i = 0; i < count; i++) {
      float number = floats.segment().getAtIndex(ValueLayout.JAVA_FLOAT, i);
      assertThat(halves.segment().getAtIndex(ValueLayout.JAVA_SHORT, i))
          .as("%08x", Float.floatToRawIntBits(number))
          .isEqualTo(BFloat16.of(number));
    }
    VectorElementwise.convert(halves, floats);
    for (int i = 0; i < count; i++) {
      assertThat(floats.segment().getAtIndex(ValueLayout.JAVA_INT, i))
          .isEqualTo(halves.segment().getAtIndex(ValueLayout.JAVA_SHORT, i) << 16);
    }
  }

  @Test
  void double_precision_is_refused() {
    Tensor doubles = Tensor.allocate(Arena.ofAuto(), Shape.vector(4), Format.FLOAT64);
    assertThatThrownBy(() -> VectorElementwise.convert(doubles, Tensor.allocate(1, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the vector kernels work in float32 and bfloat16 outside the Java heap, but an operand"
                + " is 1×4 FLOAT64; use the portable kernels");
  }

  @Test
  void memory_on_the_heap_is_refused() {
    Tensor onHeap = Tensor.of(MemorySegment.ofArray(new float[4]), Shape.vector(4), Format.FLOAT32);
    assertThatThrownBy(() -> VectorElementwise.addScaled(1, onHeap, Tensor.allocate(1, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1×4 FLOAT32 on the heap; use the portable kernels");
  }
}
