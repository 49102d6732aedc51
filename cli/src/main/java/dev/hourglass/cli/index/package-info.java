/** {@code hourglass index}: an index of codes built, changed, asked and measured. */
package dev.hourglass.cli.index;
