package dev.hourglass.data.picture;

import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.raw.ReadingListener;
import java.nio.file.Path;
import java.util.List;

/**
 * Image files decoded, of one size and one number of channels.
 *
 * @param raw the images that could be read, or pieces of them
 * @param files for every sample the file that it came from, by position
 * @param remarks what was done to them, and which could not be read
 */
@SuppressWarnings("ArrayRecordComponent") // passes from decoding to labels, never compared
record ImageSet(RawData.Array raw, int[] files, List<String> remarks) {

  static ImageSet decode(
      List<PictureFrame> files, Path source, ImageOptions options, ReadingListener listener) {
    return new ImageDecoding(files, source, options, new DecoderTeam(listener)).run();
  }
}
