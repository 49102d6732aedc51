/**
 * Who rated, bought, watched or played what: users, items and a value for each pair of them.
 *
 * <p>{@link dev.hourglass.data.rating.RatingReader} reads them from text of any separator, finds
 * out which column is which and says so; {@link dev.hourglass.data.rating.Ratings} keep them user
 * by user, one value a pair, in memory that grows with their number and with nothing else. {@link
 * dev.hourglass.data.rating.ItemTitles} are what people call the items.
 */
package dev.hourglass.data.rating;
