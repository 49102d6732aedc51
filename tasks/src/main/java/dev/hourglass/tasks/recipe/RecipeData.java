package dev.hourglass.tasks.recipe;

import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.read.ReadOptions;
import java.util.Optional;

/**
 * What a recipe says of data.
 *
 * @param source what to train on: a path, or {@code digits:N}; empty where whoever runs the recipe
 *     says it
 * @param validation what to watch the training on
 * @param reading how both are read
 * @param preparing how both are prepared
 * @param conditioned whether the network is told of each sample's label
 */
public record RecipeData(
    Optional<String> source,
    Validation validation,
    ReadOptions reading,
    PreparationOptions preparing,
    boolean conditioned) {}
