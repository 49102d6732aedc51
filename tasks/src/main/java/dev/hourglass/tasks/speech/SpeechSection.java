package dev.hourglass.tasks.speech;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.file.SectionCodec;
import dev.hourglass.base.StrictMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How it lies in a model file that a model denoises speech. */
final class SpeechSection implements SectionCodec<SpeechSection.State> {
  static final SpeechSection CODEC = new SpeechSection();

  private static final int VERSION = 1;

  private SpeechSection() {}

  /**
   * What a denoiser knows beside the network.
   *
   * @param rate of the recordings it was fitted on
   * @param weights by which masks are multiplied, one for each frequency at which spectra are seen
   * @param restraint how much of what the mask takes away is taken away
   * @param live whether it looks at nothing that comes later
   */
  record State(int rate, float[] weights, Restraint restraint, boolean live) {
    Reach reach() {
      return live ? Reach.LIVE : Reach.FILE;
    }

    int frequencies() {
      return weights.length;
    }
  }

  @Override
  public String name() {
    return "speech";
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public Section write(State state) {
    List<Double> weights = new ArrayList<>();
    for (float weight : state.weights()) {
      weights.add((double) weight);
    }
    return Section.of(
        VERSION,
        BlueprintMap.ordered(
            "rate",
            state.rate(),
            "weights",
            weights,
            "restraint",
            Arrays.stream(state.restraint().shares()).boxed().toList(),
            "live",
            state.live()));
  }

  @Override
  public State read(Section section) {
    StrictMap map = new StrictMap(name(), section.content());
    List<Double> numbers = map.numbers("weights");
    float[] weights = new float[numbers.size()];
    for (int f = 0; f < weights.length; f++) {
      weights[f] = numbers.get(f).floatValue();
      if (!(weights[f] > 0 && weights[f] <= 1)) {
        throw map.refuse("weights", "numbers above 0 and up to 1", numbers.get(f));
      }
    }
    double[] shares = map.numbers("restraint").stream().mapToDouble(Double::doubleValue).toArray();
    boolean live = map.has("live") && map.bool("live"); // older files have none
    return map.finish(new State(map.integer("rate"), weights, new Restraint(shares), live));
  }

  @Override
  public Section migrate(Section section) {
    throw new IllegalArgumentException("there is no older version");
  }
}
