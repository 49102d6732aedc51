package dev.hourglass.tasks.recipe;

import dev.hourglass.base.Excerpt;

/** A recipe cannot be read or does not say what a recipe says; the message names file and line. */
public final class RecipeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RecipeException(String message) {
    super(Excerpt.of(message));
  }
}
