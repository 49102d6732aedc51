package dev.hourglass.engine;

import java.util.ArrayList;
import java.util.List;

/** Every implementation that runs on this machine; {@link KernelLadder} would pick one of them. */
final class AvailableKernels {
  private static final List<Kernels> ALL = find();

  private AvailableKernels() {}

  static List<Kernels> all() {
    return ALL;
  }

  private static List<Kernels> find() {
    List<Kernels> found = new ArrayList<>();
    found.add(new PortableKernels());
    try {
      found.add(new NativeKernels(OneDnn.load()));
    } catch (KernelLadder.Refusal refusal) {
      System.out.println("only the portable kernels are tested here: " + refusal.getMessage());
    }
    return List.copyOf(found);
  }
}
