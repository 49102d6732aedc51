package dev.hourglass.serve;

import dev.hourglass.base.Label;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be asked of a model. */
enum Operation {
  /** Codes. */
  ENCODE("the code of each row"),
  /** What the model makes of rows, and how far that is from them. */
  RECONSTRUCT("each row rebuilt, in the units of the data, and its squared error per feature"),
  /** How odd rows are, and why. */
  SCORE("how odd each row is, whether it is flagged, and with explain=N what makes it odd"),
  /** The items of an index that are most alike. */
  NEAREST("the k items of the index that are most like each row");

  private static final Map<String, Operation> BY_LABEL =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Operation::label, each -> each));

  private final String meaning;

  Operation(String meaning) {
    this.meaning = meaning;
  }

  String label() {
    return Label.of(this);
  }

  String meaning() {
    return meaning;
  }

  static Optional<Operation> named(String name) {
    return Optional.ofNullable(BY_LABEL.get(name));
  }
}
