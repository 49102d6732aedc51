/**
 * Programs that show the library at work, each a {@code main} to be read from top to bottom.
 *
 * <p>Start at {@link dev.hourglass.examples.QuickStart}. Each takes one argument, the folder its
 * files go to ({@code target} where there is none), and runs in a few seconds on the built-in
 * digits or on a table that it makes up. The tests of this module run them all.
 */
package dev.hourglass.examples;
