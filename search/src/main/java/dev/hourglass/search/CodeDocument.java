package dev.hourglass.search;

import java.util.Locale;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FloatDocValuesField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/** How an item lies in Lucene. */
final class CodeDocument {
  static final String ID = "id";
  static final String CODE = "code";

  /** ‖code‖, where only its direction is kept. */
  static final String LENGTH = "length";

  private static final String FIELD = "field.";

  /** Lucene's own limit of a term, in bytes. */
  private static final int LONGEST = 32_000;

  private CodeDocument() {}

  static Document of(Item item, float[] code, Distance distance) {
    Document document = new Document();
    document.add(new StringField(ID, checked(item.id(), "id"), Field.Store.NO));
    document.add(new BinaryDocValuesField(ID, new BytesRef(item.id())));
    item.label()
        .ifPresent(
            label -> {
              document.add(
                  new StringField(Question.LABEL, checked(label, "label"), Field.Store.NO));
              document.add(new SortedDocValuesField(Question.LABEL, new BytesRef(label)));
            });
    item.fields()
        .forEach(
            (name, value) -> {
              document.add(new StringField(FIELD + name, checked(value, name), Field.Store.NO));
              document.add(new StoredField(FIELD + name, value));
            });
    if (distance == Distance.COSINE) {
      document.add(new FloatDocValuesField(LENGTH, (float) Distance.length(code)));
    }
    document.add(
        new KnnFloatVectorField(CODE, distance.stored(code), VectorSimilarityFunction.EUCLIDEAN));
    return document;
  }

  private static String checked(String value, String what) {
    if (value.length() > LONGEST / 3) {
      throw new IndexException(
          String.format(
              Locale.ROOT,
              "the %s of an item has at most %,d characters, but one begins '%s…' and has %,d",
              what,
              LONGEST / 3,
              value.substring(0, 30),
              value.length()));
    }
    return value;
  }

  static Term byId(String id) {
    return new Term(ID, id);
  }

  /** The term of a field or of the label. */
  static Term having(String name, String value) {
    return new Term(name.equals(Question.LABEL) ? name : FIELD + name, value);
  }

  static boolean isField(String stored) {
    return stored.startsWith(FIELD);
  }

  static String fieldName(String stored) {
    return stored.substring(FIELD.length());
  }
}
