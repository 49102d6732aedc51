package dev.hourglass.cli.flags;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** NumberFlag of a limited range, refused where they are given. */
public final class NumberFlag {
  private NumberFlag() {}

  /** A whole number of at least 1. */
  public static final class Positive implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      int value = whole(text);
      if (value < 1) {
        throw new TypeConversionException("must be at least 1, but was " + text);
      }
      return value;
    }
  }

  /** A whole number of at least 0. */
  public static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      int value = whole(text);
      if (value < 0) {
        throw new TypeConversionException("must be 0 or more, but was " + text);
      }
      return value;
    }
  }

  /** A number above 0. */
  public static final class Rate implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = real(text);
      if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
        throw new TypeConversionException("must be above 0, but was " + text);
      }
      return value;
    }
  }

  /** A number of 0 or more; 0 stands for none. */
  static final class Weight implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = real(text);
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new TypeConversionException("must be 0 (for none) or above, but was " + text);
      }
      return value;
    }
  }

  /** A share in [0, 1). */
  public static final class Share implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = real(text);
      if (!(value >= 0 && value < 1)) {
        throw new TypeConversionException("must be at least 0 and below 1, but was " + text);
      }
      return value;
    }
  }

  private static int whole(String text) {
    try {
      return Integer.parseInt(text.strip().replace("_", ""));
    } catch (NumberFormatException _) {
      throw new TypeConversionException("must be a whole number, but was '" + text + "'");
    }
  }

  private static double real(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException _) {
      throw new TypeConversionException("must be a number, but was '" + text + "'");
    }
  }
}
