/**
 * Tables as text: rows, a header, cells, columns of numbers and of categories.
 *
 * <p>{@link dev.hourglass.data.table.CsvTable} reads a whole table and finds out what its columns
 * hold; {@link dev.hourglass.data.table.TableBlocks} reads one block by block whose columns are
 * known by a {@link dev.hourglass.data.table.TableSchema}.
 *
 * <p>Start reading at {@link dev.hourglass.data.table.CsvTable}.
 */
package dev.hourglass.data.table;
