package dev.hourglass.tasks.text;

/**
 * A word that may have been meant.
 *
 * @param word as the word list has it
 * @param confidence from 0 to 1: its share among all candidates and the chance that what was typed
 *     is a word that the list lacks
 */
public record Suggestion(String word, double confidence) {}
