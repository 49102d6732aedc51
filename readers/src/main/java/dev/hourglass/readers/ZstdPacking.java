package dev.hourglass.readers;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import dev.hourglass.data.format.Packing;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Files packed by Zstandard (RFC 8878), one frame or several. */
public final class ZstdPacking implements Packing {
  /** An unpacker; one is as good as another. */
  public ZstdPacking() {}

  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public InputStream unpack(InputStream in) throws IOException {
    return new Frames(new ZstdInputStream(in));
  }

  /** Says what is wrong in words. */
  private static final class Frames extends FilterInputStream {
    Frames(ZstdInputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (ZstdIOException e) {
        throw damaged(e);
      }
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
      try {
        return super.read(into, from, count);
      } catch (ZstdIOException e) {
        throw damaged(e);
      }
    }

    private static IOException damaged(ZstdIOException e) {
      return new IOException(
          "the zstd data is damaged or ends too early (%s); fetch it again"
              .formatted(e.getMessage()),
          e);
    }
  }
}
