package dev.hourglass.data.dataset;

/** Another dataset's samples, with what is known of the columns that its features were made of. */
record GroupedView(Dataset samples, FeatureGroups featureGroups) implements SameRowsView {
  @Override
  public Dataset asStored() {
    return new GroupedView(samples.asStored(), featureGroups);
  }

  @Override
  public Dataset subset(int[] rows) {
    return new GroupedView(samples.subset(rows), featureGroups);
  }
}
