package dev.hourglass.cli.screen;

import dev.hourglass.autoencoder.file.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {line()};
  }

  /** Such as {@code hourglass 0.1.0 (Java 25, Linux amd64)}. */
  public static String line() {
    return "hourglass "
        + Version.current()
        + " (Java "
        + Runtime.version().feature()
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + ")";
  }
}
