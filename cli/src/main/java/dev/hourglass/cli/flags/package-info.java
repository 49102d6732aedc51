/**
 * Flags that several commands share, each class a heading of the help, and how choices are spelt on
 * the command line and in recipes. {@link dev.hourglass.cli.flags.Composition} makes a blueprint of
 * a variant and the flags that change it.
 */
package dev.hourglass.cli.flags;
