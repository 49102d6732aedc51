package dev.hourglass.tasks.anomaly.image;

import dev.hourglass.data.dataset.SampleShape;

/** How a score is made of its parts: detectors go on scoring as they were fitted to. */
enum ScoreForm {
  /** Of version 1: the Euclidean distance, and the sum of both parts. */
  SUM {
    @Override
    double term(double difference) {
      return difference * difference;
    }

    @Override
    double distance(double terms) {
      return Math.sqrt(terms);
    }

    @Override
    double score(double repair, double neighbours) {
      return repair + neighbours;
    }
  },

  /**
   * The distance Σ |d|, of which a few cells that are far off (a mark, a corner without light) are
   * a smaller part than of the Euclidean one, and of the repair what exceeds two deviations: below,
   * normal images differ as much, and it would only blur what the neighbours say; a defect has
   * many.
   */
  ROBUST {
    @Override
    double term(double difference) {
      return Math.abs(difference);
    }

    @Override
    double distance(double terms) {
      return terms;
    }

    @Override
    double score(double repair, double neighbours) {
      return Math.max(0, repair - USUAL) + neighbours;
    }
  },

  /** The same, of the nearest way to lay one image on the other: no two are taken alike. */
  MOVED {
    @Override
    double term(double difference) {
      return ROBUST.term(difference);
    }

    @Override
    double distance(double terms) {
      return ROBUST.distance(terms);
    }

    @Override
    double score(double repair, double neighbours) {
      return ROBUST.score(repair, neighbours);
    }

    @Override
    float[][] codes(float[] image, SampleShape shape) {
      return CoarseCode.ofMoved(image, shape);
    }
  };

  /** One normal image in forty has more deviations. */
  private static final double USUAL = 2;

  /** What one number of two codes adds to their distance. */
  abstract double term(double difference);

  /** A distance of all that was added. */
  abstract double distance(double terms);

  /** The score, of parts in deviations of normal images. */
  abstract double score(double repair, double neighbours);

  /** The codes of an image, the nearest of which counts. */
  float[][] codes(float[] image, SampleShape shape) {
    return new float[][] {CoarseCode.of(image, shape)};
  }
}
