package dev.hourglass.engine.tensor;

/**
 * What a draw of {@link Noise} is for: the part of its key that keeps the draws of one seed apart.
 *
 * <p>All uses of noise stand in this one list, so that no two of them get the same numbers. The ids
 * are frozen: another id is other noise, and a training that is resumed would not go on as it
 * began. A new purpose takes an id that no other has and that is no multiple of {@value
 * #SLOT_STRIDE}: those are initial weights.
 */
public enum NoisePurpose {
  /** The damage done to training samples. */
  CORRUPTION(1),
  /** The encoder's dropout masks. */
  ENCODER_DROPOUT(2),
  /** The decoder's dropout masks. */
  DECODER_DROPOUT(3),
  /** The ε of a Gaussian bottleneck while it is trained. */
  BOTTLENECK(4),
  /** The random probes of the contractive penalty. */
  PROBES(5),
  /** The damage done to validation samples: the same in every epoch, so that epochs compare. */
  VALIDATION(6),
  /** Codes of validation samples: the same draws in every epoch, so that epochs compare. */
  VALIDATION_CODES(7),
  /** How pictures are changed while they are trained on. */
  AUGMENTATION(8),
  /** How strong the damage to each sample is, where that is drawn. */
  STRENGTH(9),
  /** What takes the place of rounding a code while it is trained. */
  ROUNDING(10),
  /** Frequencies of the waves by which codes are compared with the prior. */
  FREQUENCIES(11),
  /** Which samples' codes become entries of a codebook. */
  CODEBOOK(12),

  /** Codes drawn for given samples. */
  CODES(101),
  /** Samples drawn from what the decoder says. */
  SAMPLES(102),
  /** Codes drawn from the prior. */
  PRIOR(103),

  /** Codes of the evidence lower bound. */
  EVIDENCE_BOUND(201),
  /** Codes of importance sampling; the epoch is the first sample's number. */
  IMPORTANCE(202),

  /** Codes from the prior between which to walk. */
  INTERPOLATION(0x6e4),
  /** Noise that leaves an image the same picture. */
  DISTURBANCE(0x3017),
  /** The damage done to samples that a trained model gets: for one seed all models see the same. */
  CORRUPTED(0xe7a1),
  /** Cells exchanged between rows; the step is the sample's number. */
  SWAPPED_CELLS(0x5a99),
  /** Which samples' labels are looked at, and which others are taken without. */
  LABELLED_ROWS(0x1abe),
  /** Codes drawn from a Gaussian fitted to codes. */
  FITTED_PRIOR(0xf177),
  /** Codes drawn around those of samples. */
  SURROUNDINGS(0xa20d),
  /** Typing errors in words; the step is the sample's number. */
  TYPING_ERRORS(0x7e97),
  /** Noise added to recordings; the step is the draw's number, or the epoch another draw's key. */
  RECORDING_NOISE(0x50d1),
  /** Which noise, how strong, and which windows; the step is the recording. */
  MIXTURES(0x50d2),
  /**
   * The damage done to pieces of pictures that a denoiser is fitted on; the step is the piece's.
   */
  PIECE_NOISE(0xde01),
  /** The damage done to pictures that a denoiser is measured on; the step is the picture's. */
  PICTURE_NOISE(0xde02),
  /** Defects drawn on pieces of pictures that are to be repaired; the step is the piece's. */
  DEFECTS(0xde03),
  /** Which pixels of noisy pieces are set against which neighbours; the step is the piece's. */
  NEIGHBOUR_PIXELS(0xde04),

  /**
   * The weights that a training starts from. A slot's offset in the parameter vector is its place
   * in the series, its fan-in the epoch.
   */
  INITIAL_WEIGHTS(0, true, false),

  /**
   * The subspace in which eigenvectors are sought first. Only ever used with a seed of its own: its
   * id is that of a slot of {@link #INITIAL_WEIGHTS}.
   */
  EIGENVECTORS(0, false, true);

  /** Slots of the parameter vector begin at multiples of this. */
  static final int SLOT_STRIDE = 32;

  private final int id;
  private final boolean series;
  private final boolean ownSeed;

  NoisePurpose(int id) {
    this(id, false, false);
  }

  NoisePurpose(int id, boolean series, boolean ownSeed) {
    this.id = id;
    this.series = series;
    this.ownSeed = ownSeed;
  }

  /** Part of the key; the first of many where {@link #isSeries}. */
  public int id() {
    return id;
  }

  /** Whether it is many purposes, counted from 0. */
  public boolean isSeries() {
    return series;
  }

  /** Whether its seed is a constant that is used for nothing else, so that its ids may recur. */
  public boolean hasOwnSeed() {
    return ownSeed;
  }
}
