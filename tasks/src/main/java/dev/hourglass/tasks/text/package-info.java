/**
 * Misspelt words to right ones, over the word list of any language.
 *
 * <p>In comes a {@link dev.hourglass.tasks.text.WordList} and, where there are some, pairs of what
 * was typed and what was meant; out comes a {@link dev.hourglass.tasks.text.WordCorrector}, which
 * suggests words, and with it a {@link dev.hourglass.tasks.text.TextCorrector}, which puts a text
 * right line by line.
 *
 * <p>{@code TypingModel} knows slips and {@code TypingErrors} draws them as corruption; the
 * autoencoder that undoes it is {@code SpellingNetwork}; {@code CandidateSearch} takes exact
 * neighbours in edits and the nearest codes, and {@code Ranking} puts them in order. Start reading
 * at {@code WordCorrector}.
 */
package dev.hourglass.tasks.text;
