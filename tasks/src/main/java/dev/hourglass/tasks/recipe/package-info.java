/**
 * Trainings written down: a {@link dev.hourglass.tasks.recipe.Recipe} says what to train on what
 * and how, as a YAML file that people write and that a finished training leaves behind. {@link
 * dev.hourglass.tasks.recipe.RecipeFile} is the YAML, keys and values with the lines they stand on.
 */
package dev.hourglass.tasks.recipe;
