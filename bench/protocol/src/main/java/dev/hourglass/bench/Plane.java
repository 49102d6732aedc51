package dev.hourglass.bench;

/**
 * How a sample's numbers lie: places in lines, the channels of a place beside each other.
 *
 * @param height lines
 * @param width places of a line
 * @param channels numbers of a place
 */
public record Plane(int height, int width, int channels) {

  /** Returns how many numbers there are. */
  public int size() {
    return height * width * channels;
  }

  /** Returns what a convolution that keeps the borders makes of it. */
  Plane convolved(int filters, int stride) {
    return new Plane(Math.ceilDiv(height, stride), Math.ceilDiv(width, stride), filters);
  }

  @Override
  public String toString() {
    return height + "×" + width + "×" + channels;
  }
}
