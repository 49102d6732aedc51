package dev.hourglass.autoencoder.blueprint;

import dev.hourglass.base.NearestName;
import dev.hourglass.engine.kernel.Pooling;
import dev.hourglass.engine.kernel.Upsampling;
import dev.hourglass.engine.tensor.FeatureMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How stages are spelt: {@code 128,64}, {@code conv:32,conv:64:2,128}. */
final class StageText {
  private static final String NONE = "none";
  private static final String DENSE = "dense";
  private static final String PLANE = "plane";
  private static final String CONVOLUTION = "conv";
  private static final String TRANSPOSED = "upconv";
  private static final String RESIDUAL = "residual";
  private static final String MAXIMUM = "maxpool";
  private static final String AVERAGE = "avgpool";
  private static final String UPSAMPLE = "upsample";
  private static final List<String> NAMES =
      List.of(DENSE, PLANE, CONVOLUTION, TRANSPOSED, RESIDUAL, MAXIMUM, AVERAGE, UPSAMPLE);
  private static final String VALID = "valid";
  private static final String BILINEAR = "bilinear";

  /** All forms, for messages. */
  private static final String FORMS =
      "UNITS, dense:UNITS, conv:FILTERS[:STRIDE], upconv:FILTERS[:STRIDE][:HEIGHTxWIDTH] (both"
          + " also with :kTAPS, :dDILATION and :valid), residual:FILTERS[:kTAPS][:dDILATION],"
          + " maxpool:SIDE, avgpool:SIDE, upsample:FACTOR[:bilinear] or"
          + " plane:HEIGHTxWIDTHxCHANNELS";

  private StageText() {}

  static String of(Stages stages) {
    return stages.list().isEmpty()
        ? NONE
        : stages.list().stream().map(StageText::of).collect(Collectors.joining(","));
  }

  static String of(Stage stage) {
    return switch (stage) {
      case Stage.Dense s -> Integer.toString(s.units());
      case Stage.Plane s ->
          "%s:%dx%dx%d"
              .formatted(PLANE, s.plane().height(), s.plane().width(), s.plane().channels());
      case Stage.Convolution s -> CONVOLUTION + of(s.filters());
      case Stage.Transposed s ->
          TRANSPOSED
              + of(s.filters())
              + s.to().map(side -> ":" + side.height() + "x" + side.width()).orElse("");
      case Stage.Residual s -> RESIDUAL + of(s.filters());
      case Stage.Pool s -> (s.kind() == Pooling.MAXIMUM ? MAXIMUM : AVERAGE) + ":" + s.side();
      case Stage.Upsample s ->
          UPSAMPLE + ":" + s.factor() + (s.kind() == Upsampling.BILINEAR ? ":" + BILINEAR : "");
    };
  }

  private static String of(Filters filters) {
    return ":"
        + filters.count()
        + (filters.stride() == 1 ? "" : ":" + filters.stride())
        + (filters.kernel() == Filters.DEFAULT_KERNEL ? "" : ":k" + filters.kernel())
        + (filters.dilation() == 1 ? "" : ":d" + filters.dilation())
        + (filters.padded() ? "" : ":" + VALID);
  }

  static Stages parse(String text) {
    List<Stage> stages = new ArrayList<>();
    if (!text.isBlank() && !text.strip().equalsIgnoreCase(NONE)) {
      for (String part : text.split(",", -1)) {
        stages.add(stage(part.strip().toLowerCase(Locale.ROOT), text));
      }
    }
    return new Stages(stages);
  }

  private static Stage stage(String part, String text) {
    String[] words = part.split(":", -1);
    try {
      return switch (words[0]) {
        case DENSE -> new Stage.Dense(one(words));
        case PLANE -> new Stage.Plane(plane(words), Stage.Finish.PLAIN);
        case CONVOLUTION ->
            new Stage.Convolution(Sliding.withoutGoal(words).filters, Stage.Finish.PLAIN);
        case RESIDUAL -> new Stage.Residual(Sliding.withoutGoal(words).filters, Stage.Finish.PLAIN);
        case MAXIMUM -> new Stage.Pool(Pooling.MAXIMUM, one(words));
        case AVERAGE -> new Stage.Pool(Pooling.AVERAGE, one(words));
        case UPSAMPLE -> upsampling(words);
        case TRANSPOSED -> {
          Sliding sliding = Sliding.of(words);
          yield new Stage.Transposed(sliding.filters, sliding.to, Stage.Finish.PLAIN);
        }
        default -> new Stage.Dense(alone(words));
      };
    } catch (NumberFormatException _) {
      throw refusal(part, text, words[0]);
    }
  }

  private static IllegalArgumentException refusal(String part, String text, String name) {
    boolean named = !name.isEmpty() && Character.isLetter(name.charAt(0));
    boolean known = NAMES.contains(name);
    String nearest = NearestName.to(name, Stream.concat(NAMES.stream(), Stream.of(NONE)));
    return new IllegalArgumentException(
        "expected sizes of at least 1 such as 128,64, stages such as conv:32,conv:64:2,128, or none, but was '%s'%s%s; a stage is %s"
            .formatted(
                text,
                part.equals(text) ? "" : " ('" + part + "')",
                named && !known ? ": did you mean '" + nearest + "'?" : "",
                FORMS));
  }

  private static Stage upsampling(String[] words) {
    boolean bilinear = words.length == 3 && words[2].equals(BILINEAR);
    if (words.length != 2 && !bilinear) {
      throw new NumberFormatException();
    }
    return new Stage.Upsample(
        bilinear ? Upsampling.BILINEAR : Upsampling.NEAREST, positive(words[1]));
  }

  private static int one(String[] words) {
    if (words.length != 2) {
      throw new NumberFormatException();
    }
    return positive(words[1]);
  }

  private static int alone(String[] words) {
    if (words.length != 1) {
      throw new NumberFormatException();
    }
    return positive(words[0]);
  }

  private static int positive(String word) {
    int number = Integer.parseInt(word);
    if (number < 1) {
      throw new NumberFormatException();
    }
    return number;
  }

  private static FeatureMap plane(String[] words) {
    String[] sides = words.length == 2 ? words[1].split("x", -1) : new String[0];
    if (sides.length != 3) {
      throw new NumberFormatException();
    }
    return new FeatureMap(positive(sides[0]), positive(sides[1]), positive(sides[2]));
  }

  /** What stands behind {@code conv} or {@code upconv}. */
  private record Sliding(Filters filters, Optional<Stage.Side> to) {
    /** Without height and width that come out. */
    static Sliding withoutGoal(String[] words) {
      Sliding sliding = of(words);
      if (sliding.to.isPresent()) {
        throw new NumberFormatException();
      }
      return sliding;
    }

    static Sliding of(String[] words) {
      if (words.length < 2) {
        throw new NumberFormatException();
      }
      int count = positive(words[1]);
      int stride = 1;
      int kernel = Filters.DEFAULT_KERNEL;
      int dilation = 1;
      boolean padded = true;
      Optional<Stage.Side> to = Optional.empty();
      for (int i = 2; i < words.length; i++) {
        String word = words[i];
        if (word.equals(VALID)) {
          padded = false;
        } else if (word.startsWith("k")) {
          kernel = positive(word.substring(1));
        } else if (word.startsWith("d")) {
          dilation = positive(word.substring(1));
        } else if (word.contains("x")) {
          int cross = word.indexOf('x');
          to =
              Optional.of(
                  new Stage.Side(
                      positive(word.substring(0, cross)), positive(word.substring(cross + 1))));
        } else if (i == 2) {
          stride = positive(word);
        } else {
          throw new NumberFormatException();
        }
      }
      return new Sliding(new Filters(count, kernel, stride, dilation, padded), to);
    }
  }
}
