package dev.hourglass.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A query with what was found.
 *
 * @param query what was asked: an item's id, or a sample's name or number in its data
 * @param label of the query, where known
 * @param sample the query as the model takes it; empty where an item was asked about
 * @param neighbours nearest first
 */
@SuppressWarnings("ArrayRecordComponent") // goes to a page, compared by nobody
public record Answer(
    String query, Optional<String> label, Optional<float[]> sample, List<Neighbour> neighbours) {
  /** Copies the neighbours. */
  public Answer {
    neighbours = List.copyOf(neighbours);
  }

  /** As plain maps and lists, for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("query", query);
    label.ifPresent(text -> map.put("label", text));
    map.put("neighbours", neighbours.stream().map(Answer::map).toList());
    return map;
  }

  private static Map<String, Object> map(Neighbour neighbour) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", neighbour.item().id());
    neighbour.item().label().ifPresent(text -> map.put("label", text));
    map.put("distance", neighbour.distance());
    if (!neighbour.item().fields().isEmpty()) {
      map.put("fields", neighbour.item().fields());
    }
    return map;
  }
}
