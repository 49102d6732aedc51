package dev.hourglass.spark;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.engine.kernel.KernelChoice;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.tasks.anomaly.Detector;
import java.io.Serializable;

/**
 * A model on its way to the executors: it travels as its file's bytes, and every process that it is
 * broadcast to makes it ready once, on the kernels that work there.
 */
final class SharedModel implements Serializable {
  private static final long serialVersionUID = 1;

  /** Climbed to once in a process, so that what does not work there is remarked on once. */
  private static final class Fastest {
    static final Kernels KERNELS = KernelLadder.climb(KernelChoice.AUTO);
  }

  private final byte[] file;
  private final KernelChoice kernels;
  private transient volatile ModelFile.Model model;
  private transient volatile Detector detector;

  SharedModel(byte[] file, KernelChoice kernels) {
    this.file = file;
    this.kernels = kernels;
  }

  /** The model, ready. */
  ModelFile.Model model() {
    if (model == null) {
      synchronized (this) {
        if (model == null) {
          model = ModelFile.read(file, kernels());
        }
      }
    }
    return model;
  }

  private Kernels kernels() {
    return kernels == KernelChoice.AUTO ? Fastest.KERNELS : KernelLadder.climb(kernels);
  }

  /** The detector that it holds. */
  Detector detector() {
    if (detector == null) {
      synchronized (this) {
        if (detector == null) {
          detector = Detector.of(model());
        }
      }
    }
    return detector;
  }
}
