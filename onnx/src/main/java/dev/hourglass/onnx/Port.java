package dev.hourglass.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A named input or output of an ONNX graph. Its first side is the batch, which is free.
 *
 * @param name as it is asked for
 * @param type of its numbers
 * @param sides behind the batch; none for one number a row
 */
public record Port(String name, OnnxType type, List<Integer> sides) {
  /** Takes a copy. */
  public Port {
    sides = List.copyOf(sides);
  }

  /** As a plain map, for JSON. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("type", type.label());
    map.put("shape", shape());
    return map;
  }

  /** The sides with the batch's, for people. */
  public String shape() {
    StringBuilder text = new StringBuilder("[" + Graph.BATCH);
    sides.forEach(side -> text.append(", ").append(side));
    return text.append(']').toString();
  }
}
