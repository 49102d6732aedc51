package dev.hourglass.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.Weight;
import org.apache.lucene.store.FSDirectory;

/**
 * What was committed to an index when it was opened; writers that come later change nothing here.
 * Safe to use from several threads.
 */
final class CodeReader implements AutoCloseable {
  /** A code with its place in Lucene, which only this reader knows. */
  private record Found(int document, double distance) {}

  private static final Comparator<Found> NEAREST_FIRST =
      Comparator.comparingDouble(Found::distance).thenComparingInt(Found::document);

  private final Path folder;
  private final Distance distance;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  private CodeReader(Path folder, Distance distance, DirectoryReader reader) {
    this.folder = folder;
    this.distance = distance;
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
  }

  static CodeReader open(Path folder, Manifest manifest) {
    try {
      return new CodeReader(
          folder,
          manifest.options().distance(),
          DirectoryReader.open(FSDirectory.open(IndexFolder.codes(folder))));
    } catch (IOException e) {
      throw CodeWriter.failed(folder, e);
    }
  }

  int size() {
    return reader.numDocs();
  }

  /** The nearest items, nearest first. */
  List<Neighbour> nearest(float[] code, Question question) {
    try {
      float[] query = distance.stored(code);
      List<Found> found = question.exact() ? scanned(query, question) : walked(query, question);
      List<Neighbour> neighbours = new ArrayList<>();
      for (Found one : found) {
        neighbours.add(new Neighbour(item(one.document), one.distance));
      }
      return neighbours;
    } catch (IOException e) {
      throw CodeWriter.failed(folder, e);
    }
  }

  /** Candidates of a walk through the graph, measured by the codes as they are. */
  private List<Found> walked(float[] query, Question question) throws IOException {
    Query filter = question.where().isEmpty() ? null : having(question.where());
    TopDocs candidates =
        searcher.search(
            new KnnFloatVectorQuery(CodeDocument.CODE, query, question.candidates(), filter),
            question.candidates());
    int[] documents = new int[candidates.scoreDocs.length];
    for (int i = 0; i < documents.length; i++) {
      documents[i] = candidates.scoreDocs[i].doc;
    }
    Arrays.sort(documents);
    List<Found> found = new ArrayList<>(documents.length);
    int at = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      FloatVectorValues codes = leaf.reader().getFloatVectorValues(CodeDocument.CODE);
      if (codes == null) {
        continue;
      }
      DocIndexIterator places = codes.iterator();
      for (; at < documents.length && documents[at] < leaf.docBase + leaf.reader().maxDoc(); at++) {
        places.advance(documents[at] - leaf.docBase);
        found.add(
            new Found(documents[at], distance.between(query, codes.vectorValue(places.index()))));
      }
    }
    found.sort(NEAREST_FIRST);
    return found.subList(0, Math.min(question.neighbours(), found.size()));
  }

  /** Looks at every code. */
  private List<Found> scanned(float[] query, Question question) throws IOException {
    PriorityQueue<Found> nearest = new PriorityQueue<>(NEAREST_FIRST.reversed());
    Weight weight =
        searcher.createWeight(
            searcher.rewrite(having(question.where())), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : reader.leaves()) {
      FloatVectorValues codes = leaf.reader().getFloatVectorValues(CodeDocument.CODE);
      Scorer scorer = weight.scorer(leaf);
      if (codes == null || scorer == null) {
        continue;
      }
      DocIndexIterator places = codes.iterator();
      DocIdSetIterator wanted = scorer.iterator();
      for (int doc = wanted.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = wanted.nextDoc()) {
        boolean deleted =
            leaf.reader().getLiveDocs() != null && !leaf.reader().getLiveDocs().get(doc);
        if (deleted || places.advance(doc) != doc) {
          continue;
        }
        double far = distance.between(query, codes.vectorValue(places.index()));
        if (nearest.size() < question.neighbours() || far < nearest.peek().distance) {
          nearest.add(new Found(leaf.docBase + doc, far));
          if (nearest.size() > question.neighbours()) {
            nearest.poll();
          }
        }
      }
    }
    return nearest.stream().sorted(NEAREST_FIRST).toList();
  }

  private static Query having(Map<String, String> where) {
    if (where.isEmpty()) {
      return new MatchAllDocsQuery();
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    where.forEach(
        (name, value) ->
            all.add(new TermQuery(CodeDocument.having(name, value)), BooleanClause.Occur.FILTER));
    return all.build();
  }

  /** How many items have these values. */
  int count(Map<String, String> where) {
    try {
      return searcher.count(having(where));
    } catch (IOException e) {
      throw CodeWriter.failed(folder, e);
    }
  }

  /** The stored code of an item, of its own length again; empty where there is no such item. */
  Optional<float[]> code(String id) {
    try {
      TopDocs found = searcher.search(new TermQuery(CodeDocument.byId(id)), 1);
      return found.scoreDocs.length == 0 ? Optional.empty() : Optional.of(code(found.scoreDocs[0]));
    } catch (IOException e) {
      throw CodeWriter.failed(folder, e);
    }
  }

  private float[] code(ScoreDoc found) throws IOException {
    LeafReaderContext leaf = leaf(found.doc);
    int doc = found.doc - leaf.docBase;
    FloatVectorValues codes = leaf.reader().getFloatVectorValues(CodeDocument.CODE);
    DocIndexIterator places = codes.iterator();
    places.advance(doc);
    float[] code = codes.vectorValue(places.index()).clone();
    NumericDocValues lengths = leaf.reader().getNumericDocValues(CodeDocument.LENGTH);
    if (lengths != null && lengths.advanceExact(doc)) {
      float length = Float.intBitsToFloat((int) lengths.longValue());
      for (int i = 0; i < code.length; i++) {
        code[i] *= length;
      }
    }
    return code;
  }

  /** The item of an id, if there is one. */
  Optional<Item> item(String id) {
    try {
      TopDocs found = searcher.search(new TermQuery(CodeDocument.byId(id)), 1);
      return found.scoreDocs.length == 0
          ? Optional.empty()
          : Optional.of(item(found.scoreDocs[0].doc));
    } catch (IOException e) {
      throw CodeWriter.failed(folder, e);
    }
  }

  private LeafReaderContext leaf(int document) {
    return reader.leaves().get(ReaderUtil.subIndex(document, reader.leaves()));
  }

  private Item item(int document) throws IOException {
    LeafReaderContext context = leaf(document);
    LeafReader leaf = context.reader();
    int doc = document - context.docBase;
    BinaryDocValues ids = leaf.getBinaryDocValues(CodeDocument.ID);
    ids.advanceExact(doc);
    String id = ids.binaryValue().utf8ToString();
    SortedDocValues labels = leaf.getSortedDocValues(Question.LABEL);
    Optional<String> label =
        labels != null && labels.advanceExact(doc)
            ? Optional.of(labels.lookupOrd(labels.ordValue()).utf8ToString())
            : Optional.empty();
    return new Item(id, label, fields(leaf, doc));
  }

  private static Map<String, String> fields(LeafReader leaf, int doc) throws IOException {
    boolean none = true;
    for (FieldInfo info : leaf.getFieldInfos()) {
      none &= !CodeDocument.isField(info.name);
    }
    if (none) {
      return Map.of();
    }
    StoredFields stored = leaf.storedFields();
    Document document = stored.document(doc);
    Map<String, String> fields = new TreeMap<>();
    for (IndexableField field : document.getFields()) {
      fields.put(CodeDocument.fieldName(field.name()), field.stringValue());
    }
    return fields;
  }

  @Override
  public void close() {
    try {
      reader.close();
      reader.directory().close();
    } catch (IOException e) {
      throw CodeWriter.failed(folder, e);
    }
  }
}
