package dev.hourglass.tasks.picture;

/** What is said wherever something is shown that was made of an image of somebody. */
public final class MedicalNotice {
  /** In one sentence. */
  public static final String TEXT =
      "This is no medical device: nothing it shows is a finding, and what it adds to an image is a"
          + " guess.";

  private MedicalNotice() {}
}
