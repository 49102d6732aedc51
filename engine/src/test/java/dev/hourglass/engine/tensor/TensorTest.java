package dev.hourglass.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
  @ParameterizedTest
  @EnumSource
  void a_new_tensor_is_zero_and_starts_on_a_cache_line(Format format) {
    try (Arena arena = Arena.ofConfined()) {
      for (int i = 0; i < 20; i++) {
        Tensor tensor = Tensor.allocate(arena, new Shape(3, 5), format);
        assertThat(tensor.segment().address() % Tensor.ALIGNMENT).isZero();
        for (long at = 0; at < 15; at++) {
          assertThat(tensor.get(at)).isZero();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_number_comes_back_as_its_format_rounds_it(Format format) {
    try (Arena arena = Arena.ofConfined()) {
      Tensor tensor = Tensor.allocate(arena, new Shape(2, 3), format);
      double third = 1 / 3.0;
      tensor.set(1, 2, third);
      double expected =
          switch (format) {
            case FLOAT64 -> third;
            case FLOAT32 -> (float) third;
            case BFLOAT16 -> 0.333984375;
          };
      assertThat(tensor.get(1, 2)).isEqualTo(expected);
      assertThat(tensor.get(5)).isEqualTo(expected);
      assertThat(tensor.row(1)).containsExactly(0, 0, (float) expected);
    }
  }

  @Test
  void rows_are_copied_in_and_out_in_order() {
    float[][] rows = {{1, 2, 3}, {4, 5, 6}};
    Tensor tensor = Tensor.copyOf(rows);
    assertThat(tensor.shape()).isEqualTo(new Shape(2, 3));
    assertThat(tensor.get(1, 0)).isEqualTo(4);
    assertThat(tensor.toArray()).isDeepEqualTo(rows);
  }

  @Test
  void rows_of_unequal_length_are_refused_with_the_row() {
    assertThatThrownBy(() -> Tensor.copyOf(new float[][] {{1, 2}, {3}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows must have equal length: row 0 has 2 numbers, row 1 has 1");
  }

  @ParameterizedTest
  @EnumSource
  void a_slice_is_a_view_of_the_same_memory(Format format) {
    try (Arena arena = Arena.ofConfined()) {
      Tensor whole = Tensor.allocate(arena, Shape.vector(10), format);
      Tensor slice = whole.slice(3, new Shape(2, 2));
      slice.set(1, 1, 8);
      whole.set(4, 5);
      assertThat(whole.get(6)).isEqualTo(8);
      assertThat(slice.get(0, 1)).isEqualTo(5);
      assertThat(slice.format()).isEqualTo(format);
    }
  }

  @Test
  void rows_can_be_viewed_and_none_of_them_is_a_view_too() {
    Tensor tensor = Tensor.copyOf(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    assertThat(tensor.slice(1, 2).toArray()).isDeepEqualTo(new float[][] {{3, 4}, {5, 6}});
    assertThat(tensor.topRows(1).toArray()).isDeepEqualTo(new float[][] {{1, 2}});
    assertThat(tensor.topRows(0).shape()).isEqualTo(new Shape(0, 2));
    assertThat(tensor.slice(3, 0).size()).isZero();
  }

  @Test
  void a_slice_beyond_the_end_is_refused() {
    Tensor tensor = Tensor.allocate(3, 4);
    assertThatThrownBy(() -> tensor.slice(2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tensor.slice(9, new Shape(2, 2)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tensor.slice(-1, new Shape(2, 2)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void memory_that_is_too_short_is_refused_with_both_lengths() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(44, 64);
      assertThatThrownBy(() -> Tensor.of(segment, new Shape(3, 4), Format.FLOAT32))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a 3×4 tensor of FLOAT32 needs 48 bytes, but the segment has 44");
    }
  }

  @Test
  void a_copy_takes_all_numbers_and_refuses_another_size_or_format() {
    Tensor source = Tensor.copyOf(new float[][] {{1, 2}, {3, 4}});
    Tensor copy = Tensor.allocate(2, 2);
    copy.copyFrom(source);
    source.clear();
    assertThat(copy.toArray()).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}});
    assertThat(source.toArray()).isDeepEqualTo(new float[2][2]);
    assertThatThrownBy(() -> copy.copyFrom(Tensor.allocate(2, 3)))
        .hasMessage("cannot copy 2×3 FLOAT32 into 2×2 FLOAT32");
    Tensor other = Tensor.allocate(Arena.ofAuto(), new Shape(2, 2), Format.BFLOAT16);
    assertThatThrownBy(() -> copy.copyFrom(other))
        .hasMessage("cannot copy 2×2 BFLOAT16 into 2×2 FLOAT32");
  }

  @Test
  void a_tensor_without_numbers_is_a_tensor() {
    Tensor empty = Tensor.allocate(0, 7);
    assertThat(empty.size()).isZero();
    assertThat(empty.toArray()).isEmpty();
    empty.clear();
    assertThat(Tensor.copyOf(new float[0][]).shape()).isEqualTo(new Shape(0, 0));
  }

  @Test
  void a_negative_side_is_refused_with_the_shape() {
    assertThatThrownBy(() -> new Shape(-1, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1×4");
  }
}
