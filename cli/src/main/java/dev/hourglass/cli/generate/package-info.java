/** {@code hourglass generate}: samples that were never there made, shown and measured. */
package dev.hourglass.cli.generate;
