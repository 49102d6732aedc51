package dev.hourglass.engine.kernel.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Native objects and how to destroy them; last made, first destroyed. */
final class NativeHandles implements AutoCloseable {
  private record Handle(long object, LongConsumer destroy) {}

  private final List<Handle> handles = new ArrayList<>();

  long add(long object, LongConsumer destroy) {
    handles.add(new Handle(object, destroy));
    return object;
  }

  @Override
  public void close() {
    for (Handle handle : handles.reversed()) {
      handle.destroy.accept(handle.object);
    }
    handles.clear();
  }
}
