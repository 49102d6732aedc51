/**
 * Learning from labels, few of them where the network knows the samples already.
 *
 * <p>A model and labelled samples come in, a model whose output is a class or a number goes out:
 * {@link dev.hourglass.tasks.learn.FineTuning} puts a head behind the encoder and trains both,
 * {@link dev.hourglass.tasks.learn.Predictor} is the model at work, and {@link
 * dev.hourglass.tasks.learn.PredictionEvaluation} says how often it is right. Start at {@code
 * FineTuning}.
 */
package dev.hourglass.tasks.learn;
