package dev.hourglass.tasks.text;

/**
 * A word of a text that was put right.
 *
 * @param line where it stands, from 1
 * @param column its first character's number in the line as it was, from 1
 * @param from as it was
 * @param to as it is now
 * @param confidence from 0 to 1
 */
public record Change(long line, int column, String from, String to, double confidence) {}
