/** The command {@code denoise speech}: recordings without their noise. */
package dev.hourglass.cli.speech;
