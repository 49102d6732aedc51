/**
 * Ground floor: numbers. Tensors, kernels, layers, losses, optimisers; nothing of autoencoders or
 * files.
 */
module dev.hourglass.engine {
  requires dev.hourglass.base;
  requires java.management;
  requires jdk.incubator.vector;
  requires jdk.management;

  exports dev.hourglass.engine.kernel;
  exports dev.hourglass.engine.network;
  exports dev.hourglass.engine.optimise;
  exports dev.hourglass.engine.tensor;
}
