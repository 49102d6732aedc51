package dev.hourglass.tasks.text;

import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.autoencoder.file.Section;
import dev.hourglass.autoencoder.file.SectionCodec;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.base.StoredType;
import dev.hourglass.base.StrictMap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** How a corrector lies in a model file: words and weights as JSON, counts as tensors. */
final class CorrectorSection implements SectionCodec<CorrectorState> {
  static final CorrectorSection CODEC = new CorrectorSection();

  private static final int VERSION = 1;
  private static final long ALIGNMENT = 64;

  private CorrectorSection() {}

  @Override
  public String name() {
    return "corrector";
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public Section write(CorrectorState state) {
    WordList words = state.words();
    SequencedMap<String, Block> tensors = new LinkedHashMap<>();
    double[] counts = new double[words.size()];
    for (int w = 0; w < counts.length; w++) {
      counts[w] = words.count(w);
    }
    tensors.put("words.counts", block(StoredType.F64, MemorySegment.ofArray(counts)));
    long[] keys = state.slips().keys();
    if (keys.length > 0) {
      double[] seen = new double[keys.length];
      for (int i = 0; i < keys.length; i++) {
        seen[i] = state.slips().get(keys[i]);
      }
      tensors.put("slips.keys", block(StoredType.I64, MemorySegment.ofArray(keys)));
      tensors.put("slips.counts", block(StoredType.F64, MemorySegment.ofArray(seen)));
    }
    return Section.of(
        VERSION,
        BlueprintMap.ordered(
            "words", words.words(),
            "ranking",
                BlueprintMap.ordered(
                    "slips", state.ranking().slips(),
                    "spelling", state.ranking().spelling(),
                    "use", state.ranking().use())),
        tensors);
  }

  @Override
  public CorrectorState read(Section section) {
    StrictMap map = new StrictMap(name(), section.content());
    List<String> words = map.strings("words");
    StrictMap ranking = map.object("ranking");
    double[] counts = doubles(section, "words.counts", words.size());
    Map<String, Double> byWord = new LinkedHashMap<>();
    for (int w = 0; w < counts.length; w++) {
      byWord.put(words.get(w), counts[w]);
    }
    if (byWord.size() != words.size()) {
      throw map.refuse("words", "each word once", "a word twice");
    }
    return map.finish(
        new CorrectorState(
            WordList.of(byWord),
            slips(section),
            ranking.finish(
                new Ranking(
                    ranking.finite("slips"), ranking.finite("spelling"), ranking.finite("use")))));
  }

  private static SparseCounts slips(Section section) {
    SparseCounts slips = new SparseCounts();
    if (section.tensors().containsKey("slips.keys")) {
      Block keys = section.tensor("slips.keys");
      check(keys, "slips.keys", StoredType.I64, keys.size());
      long[] numbers = keys.bytes().toArray(ValueLayout.JAVA_LONG_UNALIGNED);
      double[] counts = doubles(section, "slips.counts", numbers.length);
      for (int i = 0; i < numbers.length; i++) {
        if (numbers[i] != 0) {
          slips.add(numbers[i], (float) counts[i]);
        }
      }
    }
    return slips;
  }

  private static double[] doubles(Section section, String name, int size) {
    Block block = section.tensor(name);
    check(block, name, StoredType.F64, size);
    double[] numbers = block.bytes().toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
    for (double number : numbers) {
      if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "its tensor '%s' has counts, but one of them is %s".formatted(name, number));
      }
    }
    return numbers;
  }

  private static void check(Block block, String name, StoredType type, long size) {
    if (block.type() != type || block.sides().size() != 1 || block.size() != size) {
      throw new IllegalArgumentException(
          "its tensor '%s' should be %d numbers of %s, but is %s of %s"
              .formatted(name, size, type.label(), block.type().label(), block.sides()));
    }
  }

  private static Block block(StoredType type, MemorySegment numbers) {
    MemorySegment bytes = Arena.ofAuto().allocate(numbers.byteSize(), ALIGNMENT);
    bytes.copyFrom(numbers);
    return new Block(type, List.of(numbers.byteSize() / type.bytes()), bytes);
  }

  @Override
  public Section migrate(Section section) {
    throw new IllegalArgumentException("there is no older version");
  }
}
