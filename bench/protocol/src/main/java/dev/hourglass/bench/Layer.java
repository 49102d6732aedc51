package dev.hourglass.bench;

/** One layer of an {@link Architecture}: a linear map and what follows it. */
public sealed interface Layer {

  /** What follows. */
  enum Tail {
    /** max(0, x). */
    RELU,
    /** x itself: the code. */
    LINEAR,
    /** 1 / (1 + e⁻ˣ): the output. */
    SIGMOID
  }

  /**
   * Every output is a sum of all inputs.
   *
   * @param inputs numbers that enter for each sample
   * @param outputs numbers that leave for each sample
   */
  record Dense(int inputs, int outputs, Tail tail) implements Layer {
    @Override
    public Dense mirrored(Tail tail) {
      return new Dense(outputs, inputs, tail);
    }
  }

  /**
   * A convolution of 3×3 that keeps the borders, or its transpose.
   *
   * @param narrow the smaller of its planes, or the output of one that strides by 1
   * @param wide the larger
   * @param stride places of the wide plane to one of the narrow
   * @param transposed whether it reads the narrow plane and writes the wide one
   */
  record Convolution(Plane narrow, Plane wide, int stride, boolean transposed, Tail tail)
      implements Layer {

    /** A filter's taps along a side. */
    public static final int KERNEL = 3;

    /** Returns the plane it reads. */
    public Plane in() {
      return transposed ? narrow : wide;
    }

    /** Returns the plane it writes. */
    public Plane out() {
      return transposed ? wide : narrow;
    }

    /** Returns the same reading as many channels again, of a plane handed across. */
    public Convolution beside() {
      Plane twice = new Plane(narrow.height(), narrow.width(), 2 * narrow.channels());
      return new Convolution(twice, wide, stride, transposed, tail);
    }

    @Override
    public int inputs() {
      return in().size();
    }

    @Override
    public int outputs() {
      return out().size();
    }

    @Override
    public Convolution mirrored(Tail tail) {
      return new Convolution(narrow, wide, stride, !transposed, tail);
    }
  }

  /** Returns how many numbers enter for each sample. */
  int inputs();

  /** Returns how many numbers leave for each sample. */
  int outputs();

  /** Returns what follows. */
  Tail tail();

  /** Returns the layer that leads back, with a tail of its own. */
  Layer mirrored(Tail tail);
}
