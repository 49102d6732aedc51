package dev.hourglass.serve;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

/**
 * Readers and writers of JSON whose buffers are lent: those that Jackson keeps by thread would be
 * made for every request, as its virtual thread is.
 */
final class JsonBuffers {
  private JsonBuffers() {}

  static JsonFactoryBuilder lent() {
    return new JsonFactoryBuilder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool());
  }
}
