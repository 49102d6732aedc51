/**
 * Rows of a table as cells of text, whatever they are written in.
 *
 * <p>A {@link dev.hourglass.data.cells.RowCursor} goes through them once, each in the buffer of
 * {@link dev.hourglass.data.cells.RowCells}; the rooms above read numbers, dates and categories out
 * of it.
 */
package dev.hourglass.data.cells;
