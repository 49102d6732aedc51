package dev.hourglass.bench;

import java.util.List;

/** One row of the table: a piece of work that every contestant does. */
public sealed interface Line {

  /**
   * Training steps: gather shuffled rows, forward, squared error, backward, Adam.
   *
   * @param name how the command line calls it
   * @param architecture the network
   * @param batch rows of a step
   */
  record Training(String name, Architecture architecture, int batch) implements Line {}

  /**
   * Encoding all images into an array of codes on the heap, however the library does it best.
   *
   * @param name how the command line calls it
   * @param architecture the network
   */
  record Encoding(String name, Architecture architecture) implements Line {}

  /**
   * Encoding one sample, heap array to heap array, as a service answering a request would.
   *
   * @param name how the command line calls it
   * @param architecture the network
   */
  record OneSample(String name, Architecture architecture) implements Line {}

  /** All lines, in the order of the table. */
  List<Line> ALL =
      List.of(
          new Training("train-32", Architecture.SMALL, 32),
          new Training("train-128", Architecture.SMALL, 128),
          new Training("train-1024", Architecture.SMALL, 1024),
          new Training("deep-256", Architecture.DEEP, 256),
          new Training("deep-1024", Architecture.DEEP, 1024),
          new Training("conv-128", Architecture.DIGITS, 128),
          new Training("photo-64", Architecture.PHOTOGRAPHS, 64),
          new Training("denoise-16", Architecture.DENOISER, 16),
          new Encoding("encode", Architecture.SMALL),
          new OneSample("latency", Architecture.SMALL));

  /** Returns how the command line calls it. */
  String name();

  /** Returns the network. */
  Architecture architecture();

  /** Returns what the line is, in words. */
  default String title() {
    return switch (this) {
      case Training t -> "training " + t.architecture() + ", batch " + t.batch();
      case Encoding e -> "encoding all images, " + e.architecture().narrowing();
      case OneSample o -> "encoding one sample, median latency, " + o.architecture().narrowing();
    };
  }

  /**
   * Returns the line of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Line named(String name) {
    return ALL.stream()
        .filter(line -> line.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of "
                        + ALL.stream().map(Line::name).toList()
                        + " but was '"
                        + name
                        + "'"));
  }
}
