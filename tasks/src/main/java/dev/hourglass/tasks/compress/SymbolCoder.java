package dev.hourglass.tasks.compress;

import java.util.Optional;

/**
 * Bytes written or read bit by bit with the probabilities of a {@link BitMixer}. Writing and
 * reading are one walk, so that both see the same contexts.
 */
final class SymbolCoder {
  private final BitMixer mixer;
  private final Optional<RangeEncoder> out;
  private final Optional<RangeDecoder> in;

  private SymbolCoder(BitMixer mixer, Optional<RangeEncoder> out, Optional<RangeDecoder> in) {
    this.mixer = mixer;
    this.out = out;
    this.in = in;
  }

  static SymbolCoder writing(BitMixer mixer, RangeEncoder out) {
    return new SymbolCoder(mixer, Optional.of(out), Optional.empty());
  }

  static SymbolCoder reading(BitMixer mixer, RangeDecoder in) {
    return new SymbolCoder(mixer, Optional.empty(), Optional.of(in));
  }

  boolean isWriting() {
    return out.isPresent();
  }

  /**
   * Writes or reads a byte.
   *
   * @param symbol what is written; of no meaning when reading
   * @param hashes the contexts
   * @param selector of the mixer's weights; it has eight for each
   * @return the byte
   */
  int code(int symbol, int[] hashes, int selector) {
    int node = 1;
    for (int shift = 7; shift >= 0; shift--) {
      int one = mixer.probability(hashes, node, selector << 3 | shift);
      int bit;
      if (out.isPresent()) {
        bit = symbol >> shift & 1;
        out.get().writeBit(bit, one);
      } else {
        bit = in.orElseThrow().readBit(one);
      }
      mixer.learn(bit);
      node = node << 1 | bit;
    }
    return node & 0xFF;
  }
}
