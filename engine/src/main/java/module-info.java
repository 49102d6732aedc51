/**
 * Ground floor: numbers. Tensors, kernels, layers, losses, optimisers; nothing of autoencoders or
 * files.
 */
module dev.hourglass.engine {
  requires java.management;
  requires jdk.incubator.vector;
  requires jdk.management;

  exports dev.hourglass.engine;
}
