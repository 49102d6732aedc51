package dev.hourglass.search;

import java.util.concurrent.ExecutorService;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/** Which of Lucene's formats keeps codes; Lucene notes it in each segment and reads all of them. */
final class CodeFormat {
  /** Neighbours of a code in the graph: Lucene's default, M of the paper. */
  private static final int CONNECTIONS = Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN;

  /**
   * Candidates while the graph is built, efConstruction of the paper. Lucene's default of 100 takes
   * a third longer to build 100,000 codes of 32, and finds no more of them by 100 candidates.
   */
  private static final int BEAM = 60;

  private CodeFormat() {}

  /**
   * The format.
   *
   * @param workers that merge graphs, at least 1
   * @param executor of those workers; unused where there is one
   */
  static Codec of(int bits, int workers, ExecutorService executor) {
    KnnVectorsFormat vectors = vectors(bits, workers, workers == 1 ? null : executor);
    return new Lucene104Codec() {
      @Override
      public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return vectors;
      }
    };
  }

  private static KnnVectorsFormat vectors(int bits, int workers, ExecutorService executor) {
    return bits == 32
        ? new Lucene99HnswVectorsFormat(CONNECTIONS, BEAM, workers, executor)
        : new Lucene104HnswScalarQuantizedVectorsFormat(
            encoding(bits), CONNECTIONS, BEAM, workers, executor);
  }

  private static ScalarEncoding encoding(int bits) {
    return switch (bits) {
      case 8 -> ScalarEncoding.UNSIGNED_BYTE;
      case 4 -> ScalarEncoding.PACKED_NIBBLE;
      case 1 -> ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE;
      default -> throw new IllegalArgumentException("no codes have " + bits + " bits a number");
    };
  }
}
