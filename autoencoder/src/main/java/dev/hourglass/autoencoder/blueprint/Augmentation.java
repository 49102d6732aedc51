package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.base.Decimal;
import dev.hourglass.base.Spelling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How pictures are changed each time they are trained on, input and target alike, so that few stand
 * for many. Every change is drawn anew in every epoch.
 *
 * @param changes at most one of each kind, applied in this order; none where empty
 */
public record Augmentation(List<Change> changes) {
  /** Pictures as they are. */
  public static final Augmentation NONE = new Augmentation(List.of());

  private static final String OFF = "none";

  /** Refuses two of a kind. */
  public Augmentation {
    changes = List.copyOf(changes);
    Set<Class<?>> kinds = new HashSet<>();
    for (Change change : changes) {
      if (!kinds.add(change.getClass())) {
        throw new IllegalArgumentException(
            "each kind of augmentation is given once, but there are two of " + change.text());
      }
    }
  }

  /** One change. */
  public sealed interface Change {
    /** As people write it. */
    default String text() {
      return switch (this) {
        case Shift shift -> "shift:" + shift.pixels();
        case Flip _ -> "flip";
        case Rotate rotate -> "rotate:" + Decimal.text(rotate.degrees());
        case Brightness brightness -> "brightness:" + Decimal.text(brightness.share());
      };
    }
  }

  /**
   * Moved by up to a number of pixels each way; the border is repeated.
   *
   * @param pixels at least 1
   */
  public record Shift(int pixels) implements Change {
    public Shift {
      if (pixels < 1) {
        throw new IllegalArgumentException("a shift is 1 pixel or more, but was " + pixels);
      }
    }
  }

  /** Left and right exchanged, every second time. */
  public record Flip() implements Change {}

  /**
   * Turned by up to an angle each way, bilinearly; the border is repeated.
   *
   * @param degrees in (0, 180]
   */
  public record Rotate(double degrees) implements Change {
    public Rotate {
      if (!(degrees > 0 && degrees <= 180)) {
        throw new IllegalArgumentException(
            "a rotation is by up to 180 degrees and more than 0, but was " + degrees);
      }
    }
  }

  /**
   * Every value multiplied by 1 ± up to a share; what was at most 1 stays so.
   *
   * @param share in (0, 1)
   */
  public record Brightness(double share) implements Change {
    public Brightness {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException(
            "brightness changes by a share in (0, 1), but was " + share);
      }
    }
  }

  /** Whether anything is changed. */
  public boolean isPresent() {
    return !changes.isEmpty();
  }

  /** As people write it: {@code shift:2,flip}, or {@code none}. */
  public String text() {
    return changes.isEmpty()
        ? OFF
        : changes.stream().map(Change::text).collect(Collectors.joining(","));
  }

  /**
   * The inverse of {@link #text}.
   *
   * @throws IllegalArgumentException saying what was found and what is expected
   */
  public static Augmentation parse(String text) {
    if (text.strip().equalsIgnoreCase(OFF)) {
      return NONE;
    }
    List<Change> changes = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Spelling spelling =
          Spelling.of(
              "augmentation",
              part.strip(),
              "shift:PIXELS",
              "flip",
              "rotate:DEGREES",
              "brightness:SHARE",
              OFF);
      changes.add(
          switch (spelling.name()) {
            case "shift" -> spelling.finish(new Shift(spelling.integer()));
            case "flip" -> spelling.finish(new Flip());
            case "rotate" -> spelling.finish(new Rotate(spelling.number()));
            case "brightness" -> spelling.finish(new Brightness(spelling.number()));
            default -> throw spelling.unknown();
          });
    }
    return new Augmentation(changes);
  }
}
