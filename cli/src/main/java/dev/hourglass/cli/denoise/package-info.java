/** The command {@code denoise}: what was meant out of what came. */
package dev.hourglass.cli.denoise;
