package dev.hourglass.search;

/**
 * An item that is near a query.
 *
 * @param item which
 * @param distance from the query, by the index's {@link Distance}
 */
public record Neighbour(Item item, double distance) {}
