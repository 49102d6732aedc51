package dev.hourglass.autoencoder.train;

/**
 * Where the first worker's time went, in seconds over the whole training.
 *
 * @param gather fetching samples
 * @param forward corruption, encoder, bottleneck, decoder
 * @param loss the likelihood and its gradient
 * @param backward gradients, penalties included
 * @param optimizer summing the workers' gradients and stepping
 * @param waiting for the other workers
 * @param steps how many steps that was
 */
public record StepTimes(
    double gather,
    double forward,
    double loss,
    double backward,
    double optimizer,
    double waiting,
    long steps) {}
