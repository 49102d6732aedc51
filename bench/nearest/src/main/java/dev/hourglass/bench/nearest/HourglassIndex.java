package dev.hourglass.bench.nearest;

import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import dev.hourglass.search.IndexBuilder;
import dev.hourglass.search.IndexOptions;
import dev.hourglass.search.Question;
import dev.hourglass.search.SearchIndex;
import dev.hourglass.search.StoredCodes;
import java.nio.file.Path;
import java.util.Optional;

/** Ours, on disk, committed, with ids. */
final class HourglassIndex implements Contestant {
  private final Path folder;
  private final ModelFile.Model model;
  private final Kernels kernels;
  private Optional<SearchIndex> index = Optional.empty();

  HourglassIndex(Path folder, ModelFile.Model model, Kernels kernels) {
    this.folder = folder;
    this.model = model;
    this.kernels = kernels;
  }

  @Override
  public String name() {
    return "hourglass index";
  }

  @Override
  public void build(Tensor codes) {
    IndexBuilder.of(folder, kernels)
        .build(model, new StoredCodes(codes, "drawn codes"), IndexOptions.defaults());
    index = Optional.of(SearchIndex.open(folder, kernels));
  }

  @Override
  public int[] nearest(float[] code, int count, int candidates) {
    return index
        .orElseThrow()
        .nearest(code, Question.nearest(count).withCandidates(candidates))
        .stream()
        .mapToInt(neighbour -> Integer.parseInt(neighbour.item().id()))
        .toArray();
  }

  @Override
  public void close() {
    index.ifPresent(SearchIndex::close);
  }
}
