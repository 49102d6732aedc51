package dev.hourglass.engine.cases;

/**
 * How large the operands of a case are.
 *
 * @param rows samples
 * @param columns features
 * @param inner the inner side of a product; elsewhere what group sizes and k are derived from
 */
public record Size(int rows, int columns, int inner) {
  /** A case-dependent count from 1 to {@code limit}, the same for the same size. */
  public int count(int limit) {
    return 1 + (inner - 1) % limit;
  }

  @Override
  public String toString() {
    return rows + "×" + columns + " (" + inner + ")";
  }
}
