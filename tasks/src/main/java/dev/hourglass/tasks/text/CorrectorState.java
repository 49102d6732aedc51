package dev.hourglass.tasks.text;

/**
 * What a corrector knows beside the network.
 *
 * @param words the right words
 * @param slips counts of slips that were seen; empty where no pairs were given
 * @param ranking what counts how much
 */
record CorrectorState(WordList words, SparseCounts slips, Ranking ranking) {}
