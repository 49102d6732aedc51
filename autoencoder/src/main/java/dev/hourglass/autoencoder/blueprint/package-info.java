/**
 * What an autoencoder is to be, and how it is to be trained, before it has a parameter.
 *
 * <p>A {@link dev.hourglass.autoencoder.blueprint.Blueprint} composes hidden layers on either side
 * of a {@link dev.hourglass.autoencoder.blueprint.Bottleneck}, a {@link
 * dev.hourglass.autoencoder.blueprint.Corruption} of the input, a {@link
 * dev.hourglass.autoencoder.blueprint.Likelihood} of the output and any number of {@link
 * dev.hourglass.autoencoder.blueprint.Penalty penalties}; the named variants are {@link
 * dev.hourglass.autoencoder.blueprint.Preset presets} of it. A {@link
 * dev.hourglass.autoencoder.blueprint.Training} says how to fit one. All are records that refuse
 * bad values; what means nothing together is refused by {@link
 * dev.hourglass.autoencoder.blueprint.BlueprintRules}. {@link
 * dev.hourglass.autoencoder.blueprint.Networks} makes the engine's networks of a blueprint.
 */
package dev.hourglass.autoencoder.blueprint;
