package dev.hourglass.cli.command;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.train.EpochRecord;
import dev.hourglass.autoencoder.train.TrainingListener;
import dev.hourglass.cli.screen.Mistake;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Refuses to go on from a checkpoint of another network than the flags describe, instead of leaving
 * the flags unheard.
 *
 * @param listener that watches the training
 * @param wanted what the flags describe
 */
record SameNetwork(TrainingListener listener, Blueprint wanted) implements TrainingListener {
  @Override
  public void started(Blueprint blueprint, Training training, int samples, int stepsPerEpoch) {
    if (!blueprint.equals(wanted)) {
      Map<String, Object> found = blueprint.toMap();
      Map<String, Object> expected = wanted.toMap();
      TreeSet<String> different = new TreeSet<>(found.keySet());
      different.removeIf(key -> Objects.equals(found.get(key), expected.get(key)));
      throw new Mistake(
          "--resume: the checkpoint is of another network (%s) than the flags describe (%s); they"
                  .formatted(blueprint.summary(), wanted.summary())
              + " differ in "
              + String.join(", ", different));
    }
    listener.started(blueprint, training, samples, stepsPerEpoch);
  }

  @Override
  public void stepped(int epoch, int step, double loss) {
    listener.stepped(epoch, step, loss);
  }

  @Override
  public void epochEnded(EpochRecord epoch) {
    listener.epochEnded(epoch);
  }

  @Override
  public void trialStarted(int heldAside) {
    listener.trialStarted(heldAside);
  }

  @Override
  public void trialEnded(int bestEpoch) {
    listener.trialEnded(bestEpoch);
  }

  @Override
  public boolean shouldStop() {
    return listener.shouldStop();
  }
}
