/**
 * Finding what is wrong in images, fitted on normal ones alone: a network learns to repair defects
 * that are drawn on them, and where it would change an image there is something that normal ones do
 * not have.
 *
 * <p>{@link dev.hourglass.tasks.anomaly.image.ImageDetectorFitting} makes a model of normal images,
 * {@link dev.hourglass.tasks.anomaly.image.ImageDetector} scores others and says where, {@link
 * dev.hourglass.tasks.anomaly.image.ImageDetectionEvaluation} measures it on labelled ones beside
 * principal components and nearest neighbours. None of this is a medical device.
 */
package dev.hourglass.tasks.anomaly.image;
