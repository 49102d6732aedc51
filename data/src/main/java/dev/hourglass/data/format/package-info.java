/**
 * Doors for what modules of their own can read: {@link dev.hourglass.data.format.Packing} for
 * packed files, {@link dev.hourglass.data.format.TableFormat} for tables that are no text.
 */
package dev.hourglass.data.format;
