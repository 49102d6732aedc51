package dev.hourglass.cli.screen;

import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/** Knows where a value stands that is not on the command line, so that a message can say so. */
public interface Origin {
  /** Such as {@code recipe.yaml, line 3}; empty where the value does not stand there. */
  Optional<String> where(ArgSpec arg);
}
