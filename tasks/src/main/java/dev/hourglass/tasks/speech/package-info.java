/**
 * Speech without its noise.
 *
 * <p>In come clean {@link dev.hourglass.tasks.speech.Recording}s; out comes a {@link
 * dev.hourglass.tasks.speech.SpeechDenoiser}, which cleans others. {@code Mixtures} adds noise,
 * {@code Spectrogram} takes sound apart and together, {@code FrameFeatures} is what the network
 * ({@code MaskNetwork}) reads. {@link dev.hourglass.tasks.speech.SpeechEvaluation} measures beside
 * {@code WienerFilter}. Start reading at {@code SpeechDenoiser}.
 */
package dev.hourglass.tasks.speech;
