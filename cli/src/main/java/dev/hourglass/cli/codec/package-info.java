/** {@code hourglass compress} and {@code decompress}. */
package dev.hourglass.cli.codec;
