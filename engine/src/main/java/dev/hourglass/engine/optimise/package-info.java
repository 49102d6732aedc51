/**
 * What makes a gradient a step, and the threads that share the work.
 *
 * <p>An {@link dev.hourglass.engine.optimise.Optimizer} is the rule, a {@link
 * dev.hourglass.engine.optimise.LearningRate} the schedule of its rate, an {@link
 * dev.hourglass.engine.optimise.OptimizerState} the flat vectors it works on. {@link
 * dev.hourglass.engine.optimise.Workers} go through a piece of work together and meet in between.
 */
package dev.hourglass.engine.optimise;
