/**
 * The cellar: what every floor needs and no library has in this form. Writing a file whole ({@link
 * dev.hourglass.base.WholeFile}), the container of model files ({@link
 * dev.hourglass.base.Safetensors}), the nearest known name to a misspelt one, choices, times and
 * numbers as people spell them ({@link dev.hourglass.base.Spelling}), and maps from files whose
 * every key must be known. Nothing here knows what a number means, of samples or of autoencoders.
 */
package dev.hourglass.base;
