package dev.hourglass.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Notes executors that go while a training runs; Spark lets others do their part again. */
final class LostExecutors extends SparkListener implements AutoCloseable {
  private final SparkContext context;
  private final Queue<String> gone = new ConcurrentLinkedQueue<>();

  LostExecutors(SparkContext context) {
    this.context = context;
    context.addSparkListener(this);
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
    gone.add(
        "executor %s was lost (%s); its part was done again elsewhere"
            .formatted(event.executorId(), event.reason().strip()));
  }

  /** What was noted since the last call. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    for (String remark = gone.poll(); remark != null; remark = gone.poll()) {
      remarks.add(remark);
    }
    return remarks;
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
