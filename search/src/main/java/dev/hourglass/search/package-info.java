/**
 * Search by similarity: samples to codes, codes into an index, and the nearest of them to a query.
 *
 * <p>In come raw data and a model; {@link dev.hourglass.search.IndexBuilder} encodes them and keeps
 * the codes in a folder, which {@link dev.hourglass.search.SearchIndex} opens for questions. The
 * folder holds a Lucene index (HNSW graphs, Malkov and Yashunin 2018) and the model that made the
 * codes; what is in it is what was last committed, however writing ended. {@link
 * dev.hourglass.search.IndexEvaluation} measures an index on labelled data, {@link
 * dev.hourglass.search.QueryReport} shows queries with their neighbours as a page.
 *
 * <p>{@code Code…} classes know codes and Lucene and nothing of models. Start reading at {@link
 * dev.hourglass.search.SearchIndex}.
 */
package dev.hourglass.search;
