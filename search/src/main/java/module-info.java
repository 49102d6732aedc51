/** Second floor: an index of codes, kept by Lucene, that finds the most similar samples. */
module dev.hourglass.search {
  requires dev.hourglass.base;
  requires transitive dev.hourglass.tasks;
  requires org.apache.lucene.core;

  exports dev.hourglass.search;
}
