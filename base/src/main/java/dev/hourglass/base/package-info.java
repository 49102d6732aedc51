/**
 * The cellar: what every floor needs and no library has in this form. Writing a file whole ({@link
 * dev.hourglass.base.WholeFile}), the nearest known name to a misspelt one, choices, times and
 * numbers as people spell them ({@link dev.hourglass.base.Spelling}), and maps from files whose
 * every key must be known. Nothing here knows of numbers, samples or autoencoders.
 */
package dev.hourglass.base;
