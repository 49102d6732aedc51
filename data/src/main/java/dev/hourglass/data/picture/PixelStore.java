package dev.hourglass.data.picture;

import dev.hourglass.base.MachineMemory;
import dev.hourglass.base.Reason;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.Storage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where decoded images are put: memory where they are few, else a file of the temporary folder that
 * is mapped when all are in it. Threads may put images at once.
 *
 * <p>The file has no name any more once it is open, where the system allows that: it goes with the
 * process, however that ends.
 */
sealed interface PixelStore {
  /** Puts an image in its place, which begins at a byte. */
  void put(long place, byte[] image);

  /** All images; none is put any more. */
  MemorySegment finish();

  /** Lets go of everything, where not all images came. */
  void abandon();

  /**
   * Room for so many bytes of images.
   *
   * @throws DataException if there is no such room
   */
  static PixelStore of(long bytes) {
    return bytes <= mostInMemory() ? new InMemory(Storage.allocate(bytes)) : OnDisk.open(bytes);
  }

  /** What a heap of the usual size does not notice. */
  private static long mostInMemory() {
    return Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4);
  }

  /** In memory outside the heap. */
  record InMemory(MemorySegment all) implements PixelStore {
    @Override
    public void put(long place, byte[] image) {
      MemorySegment.copy(image, 0, all, ValueLayout.JAVA_BYTE, place, image.length);
    }

    @Override
    public MemorySegment finish() {
      return all;
    }

    @Override
    public void abandon() {}
  }

  /** In a file. */
  record OnDisk(Path folder, FileChannel file, long bytes) implements PixelStore {
    private static final String REMEDY =
        "bring them to a smaller size (option 'resize'), take fewer (option 'limit'), or name"
            + " another folder for temporary files (-Djava.io.tmpdir)";

    private static OnDisk open(long bytes) {
      Path folder = Path.of(System.getProperty("java.io.tmpdir"));
      try {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (bytes > free) {
          throw new DataException(
              "decoded, the images take %s, but %s has %s free; %s"
                  .formatted(MachineMemory.text(bytes), folder, MachineMemory.text(free), REMEDY));
        }
        Path path = Files.createTempFile(folder, "hourglass-images-", ".cache");
        FileChannel file =
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
          Files.delete(path);
        } catch (IOException _) {
          path.toFile().deleteOnExit(); // a system that keeps the names of open files
        }
        return new OnDisk(folder, file, bytes);
      } catch (IOException e) {
        throw failed(folder, e);
      }
    }

    private static DataException failed(Path folder, IOException e) {
      return new DataException(
          "the decoded images cannot be kept in %s: %s; %s".formatted(folder, Reason.of(e), REMEDY),
          e);
    }

    @Override
    public void put(long place, byte[] image) {
      ByteBuffer rest = ByteBuffer.wrap(image);
      try {
        while (rest.hasRemaining()) {
          file.write(rest, place + rest.position());
        }
      } catch (IOException e) {
        throw failed(folder, e);
      }
    }

    /** A place that nobody has put anything in holds zeros. */
    @Override
    public MemorySegment finish() {
      try (file) {
        if (file.size() < bytes) {
          file.write(ByteBuffer.allocate(1), bytes - 1);
        }
        return file.map(FileChannel.MapMode.READ_ONLY, 0, bytes, Arena.ofAuto());
      } catch (IOException e) {
        throw failed(folder, e);
      }
    }

    @Override
    public void abandon() {
      try {
        file.close();
      } catch (IOException _) {
        // the reason why it is abandoned is the one to tell
      }
    }
  }
}
