package dev.hourglass.engine.kernel;

import dev.hourglass.engine.kernel.onednn.NativeKernels;
import dev.hourglass.engine.kernel.onednn.OneDnn;
import dev.hourglass.engine.kernel.portable.PortableKernels;
import java.util.ArrayList;
import java.util.List;

/** Every implementation that runs on this machine; {@link KernelLadder} would pick one of them. */
public final class AvailableKernels {
  private static final List<Kernels> ALL = find();

  private AvailableKernels() {}

  public static List<Kernels> all() {
    return ALL;
  }

  private static List<Kernels> find() {
    List<Kernels> found = new ArrayList<>();
    found.add(new PortableKernels());
    try {
      found.add(new NativeKernels(OneDnn.load()));
    } catch (Refusal refusal) {
      System.out.println("only the portable kernels are tested here: " + refusal.getMessage());
    }
    return List.copyOf(found);
  }
}
