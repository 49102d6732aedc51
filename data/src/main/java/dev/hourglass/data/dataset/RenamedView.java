package dev.hourglass.data.dataset;

/** Another dataset's samples, said to be from elsewhere: from the pipe and not from its copy. */
record RenamedView(Dataset samples, String source) implements SameRowsView {
  @Override
  public Dataset asStored() {
    return new RenamedView(samples.asStored(), source);
  }

  @Override
  public Dataset drawnIn(int epoch) {
    return new RenamedView(samples.drawnIn(epoch), source);
  }

  @Override
  public Dataset subset(int[] rows) {
    return new RenamedView(samples.subset(rows), source);
  }
}
