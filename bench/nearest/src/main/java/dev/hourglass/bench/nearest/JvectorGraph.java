package dev.hourglass.bench.nearest;

import dev.hourglass.engine.tensor.Tensor;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A graph of JVector in memory, with the settings of its own examples. */
final class JvectorGraph implements Contestant {
  private static final VectorTypeSupport TYPES =
      VectorizationProvider.getInstance().getVectorTypeSupport();
  private static final VectorSimilarityFunction COSINE = VectorSimilarityFunction.COSINE;
  private static final int LINKS = 16;
  private static final int BEAM = 100;
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  private Optional<ListRandomAccessVectorValues> vectors = Optional.empty();
  private Optional<GraphSearcher> searcher = Optional.empty();

  @Override
  public String name() {
    return "JVector, in memory";
  }

  @Override
  public void build(Tensor codes) {
    List<VectorFloat<?>> rows = new ArrayList<>(codes.rows());
    for (int r = 0; r < codes.rows(); r++) {
      rows.add(TYPES.createFloatVector(codes.row(r)));
    }
    ListRandomAccessVectorValues values = new ListRandomAccessVectorValues(rows, codes.columns());
    try (GraphIndexBuilder builder =
        new GraphIndexBuilder(values, COSINE, LINKS, BEAM, OVERFLOW, ALPHA, true)) {
      ImmutableGraphIndex graph = builder.build(values);
      vectors = Optional.of(values);
      searcher = Optional.of(new GraphSearcher(graph));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int[] nearest(float[] code, int count, int candidates) {
    SearchResult found =
        searcher
            .orElseThrow()
            .search(
                DefaultSearchScoreProvider.exact(
                    TYPES.createFloatVector(code), COSINE, vectors.orElseThrow()),
                count,
                candidates,
                0f,
                0f,
                Bits.ALL);
    return Stream.of(found.getNodes()).mapToInt(node -> node.node).toArray();
  }

  @Override
  public void close() {
    try {
      if (searcher.isPresent()) {
        searcher.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
