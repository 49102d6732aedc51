package dev.hourglass.autoencoder.blueprint;

/**
 * How a preset is best trained on so many samples.
 *
 * <p>A variational model of what is no image takes the defaults' rate and schedule and four times
 * their epochs: beside a variance that is learned the code takes longer. Of fourteen tables, on
 * SMTP connections the error after 60 epochs is 1.65 times that of a plain autoencoder, after 120
 * it is 1.35 times; on the shuttle's sensors a constant rate leaves three times the error. A plain
 * model of fewer than 40,000 rows takes as many: its layers begin at nothing beside a linear path,
 * and on eight of nine such tables of more than 2,000 rows they leave 2 to 30 % less error, in
 * seconds. Beside a linear path few samples get a trial, which finds out when the layers begin to
 * learn them by heart: before that PCA is what they are no worse than.
 */
final class PresetTraining {
  /** Layers of convolutions are dear, and learn sooner. */
  private static final int EPOCHS_OF_CONVOLUTIONS = 20;

  /** Pixels that a step of a denoiser with skips sees, about. */
  private static final long PLACES_A_STEP = 1 << 16;

  /** Pixels that its training sees. */
  private static final long PLACES_IN_ALL = 300_000_000;

  private static final int MOST_EPOCHS = 1_000;

  /** At the defaults' 3e-3 a denoiser of photographs left its best state in the first epochs. */
  private static final double RATE_OF_SKIPS = 2e-3;

  /** Of more rows than this the default's epochs are steps enough. */
  private static final int LONG_TABLE = 40_000;

  /** Fewer samples than this may be learned by heart. */
  private static final int FEW_SAMPLES = 20_000;

  /** Of fewer than this a tenth says too little. */
  private static final int VERY_FEW_SAMPLES = 5_000;

  private PresetTraining() {}

  /** That of a preset, changed. */
  static Training of(Preset variant, TrainingChanges changes, Blueprint blueprint, int samples) {
    Training preset = variant.training();
    if (blueprint.encoder().isSpatial()) {
      preset = preset.withEpochs(EPOCHS_OF_CONVOLUTIONS);
    }
    if (blueprint.skips()) {
      preset = denoising(preset, blueprint, samples);
    }
    if (blueprint.linearPath() && samples < FEW_SAMPLES) {
      preset = preset.withTrial(samples < VERY_FEW_SAMPLES ? 0.2 : 0.1);
    }
    if (variant == Preset.VARIATIONAL && !blueprint.shape().isImage()) {
      preset = Training.defaults().withEpochs(4 * Training.defaults().epochs());
    }
    Training training = changes.applyTo(preset);
    if (changes.length().epochs().isPresent() || blueprint.skips()) {
      return training;
    }
    boolean isShortTable = !blueprint.shape().isImage() && samples < LONG_TABLE;
    return (variant == Preset.UNDERCOMPLETE && blueprint.linearPath() && isShortTable
            ? training.withEpochs(4 * training.epochs())
            : training)
        .withEnoughEpochs(samples);
  }

  /**
   * What is learned of a picture is learned at each of its places: steps and passes are counted by
   * those.
   */
  private static Training denoising(Training preset, Blueprint blueprint, int samples) {
    long places = blueprint.plane().places();
    int batch = (int) Math.clamp(PLACES_A_STEP / places, 1, preset.batchSize());
    long epochs = Math.clamp(PLACES_IN_ALL / (places * samples), 3, MOST_EPOCHS);
    return preset.withBatchSize(batch).withEpochs((int) epochs).withLearningRate(RATE_OF_SKIPS);
  }
}
