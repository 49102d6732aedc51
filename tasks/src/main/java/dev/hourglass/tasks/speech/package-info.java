/**
 * Speech without its noise.
 *
 * <p>In come clean {@link dev.hourglass.tasks.speech.Recording}s; out comes a {@link
 * dev.hourglass.tasks.speech.SpeechDenoiser}, which cleans others. {@code Mixtures} adds noise,
 * {@code Spectrogram} takes sound apart and together, {@code SpectrumPlane} is what the network of
 * recordings ({@code PlaneNetwork}) reads and {@code FrameFeatures} what the live one ({@code
 * MaskNetwork}) does. {@link dev.hourglass.tasks.speech.SpeechEvaluation} measures beside {@code
 * WienerFilter}. Start reading at {@code SpeechDenoiser}.
 */
package dev.hourglass.tasks.speech;
