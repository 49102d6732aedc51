package dev.hourglass.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class SparseRowsTest {
  private final SparseRows rows = SparseRows.allocate(Arena.ofAuto(), 3, 10, 4);

  @Test
  void rows_hold_what_was_put_in() {
    rows.add(2, 0.5f);
    rows.add(9, -1);
    rows.endRow();
    rows.endRow();
    rows.add(0, 3);
    rows.endRow();
    assertThat(rows.rows()).isEqualTo(3);
    assertThat(rows.entries()).isEqualTo(3);
    assertThat(rows.columns()).isEqualTo(10);
    assertThat(rows.end(0) - rows.start(0)).isEqualTo(2);
    assertThat(rows.column(rows.start(0))).isEqualTo(2);
    assertThat(rows.value(rows.start(0))).isEqualTo(0.5f);
    assertThat(rows.column(1)).isEqualTo(9);
    assertThat(rows.start(1)).isEqualTo(rows.end(1)).isEqualTo(2);
    assertThat(rows.value(rows.start(2))).isEqualTo(3);
    assertThat(rows).hasToString("3×10 sparse rows of 3 entries");
  }

  @Test
  void one_buffer_is_filled_again_for_each_batch() {
    long memory = rows.indices().address();
    for (int batch = 0; batch < 3; batch++) {
      rows.clear();
      assertThat(rows.rows()).isZero();
      rows.add(batch, batch);
      rows.endRow();
      assertThat(rows.entries()).isEqualTo(1);
      assertThat(rows.column(0)).isEqualTo(batch);
    }
    assertThat(rows.indices().address()).isEqualTo(memory);
  }

  @Test
  void a_row_that_was_begun_is_forgotten_by_clear() {
    rows.add(7, 1);
    rows.clear();
    rows.add(3, 1);
    rows.endRow();
    assertThat(rows.column(0)).isEqualTo(3);
  }

  @Test
  void an_entry_out_of_range_or_out_of_order_is_refused() {
    rows.endRow();
    assertThatThrownBy(() -> rows.add(10, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1 has an entry in column 10, but columns are 0 to 9");
    assertThatThrownBy(() -> rows.add(-1, 1))
        .hasMessage("row 1 has an entry in column -1, but columns are 0 to 9");
    rows.add(4, 1);
    assertThatThrownBy(() -> rows.add(4, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a row's entries come by ascending column, but in row 1 column 4 comes after 4");
  }

  @Test
  void more_than_there_is_room_for_is_refused() {
    for (int c = 0; c < 4; c++) {
      rows.add(c, 1);
    }
    assertThatThrownBy(() -> rows.add(4, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("row 0 does not fit: there is room for 4 entries");
    for (int r = 0; r < 3; r++) {
      rows.endRow();
    }
    assertThatThrownBy(rows::endRow)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there is room for 3 rows, and one more was ended");
  }

  @Test
  void an_impossible_size_is_refused() {
    assertThatThrownBy(() -> SparseRows.allocate(Arena.ofAuto(), 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sparse rows have 1 or more columns, but 0 was asked for");
    assertThatThrownBy(() -> SparseRows.allocate(Arena.ofAuto(), 1, 1, -1))
        .hasMessage("sparse rows have room for 0 or more entries, but -1 was asked for");
  }

  /** Kernels trust the columns, so nobody may put in what was not checked. */
  @Test
  void the_memory_is_given_out_for_reading_only() {
    assertThatThrownBy(() -> rows.indices().set(ValueLayout.JAVA_INT, 0, 99))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(rows.values().isReadOnly()).isTrue();
  }
}
