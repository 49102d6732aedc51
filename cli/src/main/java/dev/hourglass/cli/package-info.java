/**
 * The command line: it parses, calls the floors below and presents, and has no logic that a library
 * user would miss.
 *
 * <p>{@link dev.hourglass.cli.Main} is the {@code hourglass} command; every subcommand is a class
 * whose fields are its flags. Flags that several commands share are {@code …Flags} classes, each a
 * heading in the help ({@code GroupedHelp}). {@code Composition} gathers the flags that change a
 * variant; {@code RecipeDefaults} puts a recipe in the place of the flags' defaults. What can be
 * refused is refused before the work begins: {@code Destination} tries that outputs can be written.
 * {@code Progress} draws trainings on standard error, {@code Interruption} turns Ctrl-C into a wish
 * to stop, and {@code Failures} puts what went wrong into words.
 */
package dev.hourglass.cli;
