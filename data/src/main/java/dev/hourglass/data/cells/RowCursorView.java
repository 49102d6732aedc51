package dev.hourglass.data.cells;

import dev.hourglass.data.dataset.DataException;
import java.util.List;
import java.util.Optional;

/** Goes through rows of another cursor's; whatever it does not say otherwise is the other's. */
public interface RowCursorView extends RowCursor {
  /** The cursor beneath, as it is now. */
  RowCursor rows();

  @Override
  default boolean fits() {
    return rows().fits();
  }

  @Override
  default DataException misfit() {
    return rows().misfit();
  }

  @Override
  default RowCells cells() {
    return rows().cells();
  }

  @Override
  default int line() {
    return rows().line();
  }

  @Override
  default boolean isJson() {
    return rows().isJson();
  }

  @Override
  default Optional<String> members() {
    return rows().members();
  }

  @Override
  default List<String> lateRemarks() {
    return rows().lateRemarks();
  }

  @Override
  default void close() {
    rows().close();
  }
}
