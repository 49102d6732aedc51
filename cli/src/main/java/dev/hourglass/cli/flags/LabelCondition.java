package dev.hourglass.cli.flags;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Understands what a network is told of a sample: its label, which is all there is to tell. */
public final class LabelCondition implements ITypeConverter<LabelCondition.Told> {
  /** What a network is told. */
  public enum Told {
    /** The class that a sample's label names. */
    LABEL
  }

  @Override
  public Told convert(String text) {
    if (text.strip().equals("label")) {
      return Told.LABEL;
    }
    throw new TypeConversionException(
        "must be label, or stand behind DATA without a word of its own, but was '" + text + "'");
  }
}
