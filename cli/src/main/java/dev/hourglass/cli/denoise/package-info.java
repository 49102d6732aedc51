/**
 * {@code hourglass denoise}: noise taken out of what people have, by models fitted on their own.
 */
package dev.hourglass.cli.denoise;
