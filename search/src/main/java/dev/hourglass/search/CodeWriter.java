package dev.hourglass.search;

import dev.hourglass.base.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * The one writer of an index at a time. Nothing is seen by readers before {@link #commit}, and what
 * was not committed is gone when the writer is closed or killed.
 */
final class CodeWriter implements AutoCloseable {
  /** Codes that wait in memory before they are written to a segment of their own, in MB. */
  private static final double BUFFER = 256;

  private final Path folder;
  private final Directory directory;
  private final ExecutorService merging;
  private final IndexWriter writer;
  private Manifest manifest;

  private CodeWriter(
      Path folder,
      Directory directory,
      ExecutorService merging,
      IndexWriter writer,
      Manifest manifest) {
    this.folder = folder;
    this.directory = directory;
    this.merging = merging;
    this.writer = writer;
    this.manifest = manifest;
  }

  /**
   * Begins an index, or goes on with one.
   *
   * @param folder of the index
   * @param manifest of a new index, or that of the one that is there
   */
  static CodeWriter open(Path folder, Manifest manifest) {
    int workers = Runtime.getRuntime().availableProcessors();
    ExecutorService merging =
        Executors.newFixedThreadPool(
            workers, Thread.ofPlatform().daemon().name("hourglass merge ", 0).factory());
    Directory directory = null;
    try {
      directory = FSDirectory.open(IndexFolder.codes(folder));
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setOpenMode(IndexWriterConfig.OpenMode.CREATE_OR_APPEND)
              .setCodec(CodeFormat.of(manifest.options().bits(), workers, merging))
              .setRAMBufferSizeMB(BUFFER)
              .setCommitOnClose(false);
      return new CodeWriter(
          folder, directory, merging, new IndexWriter(directory, config), manifest);
    } catch (IOException e) {
      merging.shutdown();
      close(directory);
      if (e instanceof LockObtainFailedException) {
        throw new IndexException(
            "%s: is being written by another process; an index has one writer at a time: wait until"
                    .formatted(folder)
                + " it is done and try again (readers need not wait)",
            e);
      }
      throw failed(folder, e);
    }
  }

  Manifest manifest() {
    return manifest;
  }

  /** What the index is from the next commit on. */
  void become(Manifest next) {
    manifest = next;
  }

  /** Puts an item in, in place of one of the same id; may be called from several threads. */
  void put(Item item, float[] code) {
    try {
      Document document = CodeDocument.of(item, code, manifest.options().distance());
      writer.updateDocument(CodeDocument.byId(item.id()), document);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  void delete(Iterable<String> ids) {
    try {
      for (String id : ids) {
        writer.deleteDocuments(CodeDocument.byId(id));
      }
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** Deletes all that have these values. */
  void deleteWhere(Map<String, String> where) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    where.forEach(
        (name, value) ->
            all.add(new TermQuery(CodeDocument.having(name, value)), BooleanClause.Occur.FILTER));
    try {
      writer.deleteDocuments(all.build());
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  void deleteAll() {
    try {
      writer.deleteAll();
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** Makes one graph of those of all segments, which is quicker to walk. */
  void join() {
    try {
      writer.forceMerge(1);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** From now on readers see, and crashes leave, what has been put in and deleted so far. */
  void commit() {
    try {
      writer.setLiveCommitData(manifest.toMap().entrySet());
      writer.commit();
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  @Override
  public void close() {
    try {
      writer.rollback();
    } catch (IOException e) {
      throw failed(folder, e);
    } finally {
      merging.shutdown();
      close(directory);
    }
  }

  private static void close(Directory directory) {
    try {
      if (directory != null) {
        directory.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static IndexException failed(Path folder, IOException e) {
    return new IndexException(
        "%s: cannot be read or written: %s".formatted(folder, Reason.of(e)), e);
  }
}
