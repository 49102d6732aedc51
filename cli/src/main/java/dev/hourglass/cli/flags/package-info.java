/**
 * Flags that several commands share, each class a heading of the help: what is given becomes the
 * library's options, what is left out stays empty. {@link dev.hourglass.cli.flags.Composition}
 * gathers those that change a variant, {@link dev.hourglass.cli.flags.RecipeDefaults} puts a recipe
 * in the place of defaults.
 */
package dev.hourglass.cli.flags;
