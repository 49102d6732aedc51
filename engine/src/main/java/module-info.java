/**
 * Ground floor: numbers. Tensors, kernels, layers, losses, optimisers; nothing of autoencoders or
 * files.
 */
module dev.hourglass.engine {
  requires jdk.incubator.vector;

  exports dev.hourglass.engine;
}
