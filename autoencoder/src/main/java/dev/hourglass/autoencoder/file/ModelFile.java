package dev.hourglass.autoencoder.file;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.BlueprintMap;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.base.Json;
import dev.hourglass.base.Safetensors;
import dev.hourglass.base.Safetensors.Block;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.ParameterLayout.Slot;
import dev.hourglass.engine.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * A model in one safetensors file, readable from Python with the ordinary library.
 *
 * <p>The tensors are the parameters by name ({@code encoder.0.weight}, {@code [inputs, outputs]};
 * {@code encoder.0.bias}; …) in float32; the metadata hold blueprint, preparation, training and
 * provenance as JSON, the format's name and version, and a checksum. Beside these a use may keep
 * things of its own in a {@link Section}. What an older version wrote is migrated on reading.
 */
public final class ModelFile {
  private static final String FORMAT = "hourglass-model";
  private static final String BLUEPRINT = "blueprint";

  private ModelFile() {}

  /**
   * All that a file holds.
   *
   * @param autoencoder the model
   * @param preparation that raw samples need before it
   * @param training as it was asked for
   * @param provenance where it comes from
   * @param sections what uses keep beside it, by name
   */
  public record Model(
      Autoencoder autoencoder,
      Preparation preparation,
      Training training,
      Provenance provenance,
      Map<String, Section> sections) {
    /** Refuses names that no section can have; sections are in the order of their names. */
    public Model {
      sections.keySet().forEach(Sections::checkName);
      sections = Collections.unmodifiableMap(new TreeMap<>(sections));
    }

    /** A model without sections. */
    public Model(
        Autoencoder autoencoder,
        Preparation preparation,
        Training training,
        Provenance provenance) {
      this(autoencoder, preparation, training, provenance, Map.of());
    }

    /** The same with a use's value in its section, in place of what was there. */
    public <T> Model withSection(SectionCodec<T> codec, T value) {
      Map<String, Section> others = new LinkedHashMap<>(sections);
      others.put(codec.name(), codec.write(value));
      return new Model(autoencoder, preparation, training, provenance, others);
    }

    /**
     * What a use keeps in its section, if there is one; of an older version it is migrated.
     *
     * @throws ModelFileException when the section is newer than the codec or damaged
     */
    public <T> Optional<T> section(SectionCodec<T> codec) {
      return Sections.decode(sections, codec);
    }
  }

  // ---- writing ----

  /**
   * Writes a model aside and moves it into place.
   *
   * @throws UncheckedIOException when the file cannot be written; what was there before is
   *     untouched
   */
  public static void write(Path file, Model model) {
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new UncheckedIOException(
          "cannot write the model to %s: there is no folder %s; make it first"
              .formatted(file, folder),
          new NoSuchFileException(folder.toString()));
    }
    sealed(model).write(file);
  }

  /** Writes a model to a stream, which is left open. */
  public static void write(OutputStream out, Model model) throws IOException {
    sealed(model).write(out);
  }

  /** A model as a file's bytes; below 2 GB. */
  public static byte[] toBytes(Model model) {
    return sealed(model).toBytes();
  }

  private static Safetensors sealed(Model model) {
    Autoencoder autoencoder = model.autoencoder();
    SequencedMap<String, Block> tensors = new LinkedHashMap<>();
    StoredParameters.put(autoencoder, tensors);
    Map<String, String> metadata = metadata(model);
    Sections.write(model.sections(), metadata, tensors);
    return Envelope.seal(FORMAT, metadata, tensors);
  }

  /** What a file says of a model: blueprint, preparation, training and provenance, as JSON. */
  public static Map<String, String> metadata(Model model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(BLUEPRINT, Json.text(model.autoencoder().blueprint().toMap()));
    metadata.put("preparation", Json.text(model.preparation().toMap()));
    metadata.put("training", Json.text(model.training().toMap()));
    metadata.put("provenance", Json.text(ProvenanceMap.of(model.provenance())));
    return metadata;
  }

  // ---- reading ----

  /**
   * Reads and checks a model.
   *
   * @param kernels that the model computes with
   * @throws ModelFileException when the file is missing, damaged, foreign, too old or too new
   */
  public static Model read(Path file, Kernels kernels) {
    return model(Envelope.open(file, FORMAT), kernels);
  }

  /**
   * Reads and checks a model from a stream, to its end; the stream is left open.
   *
   * @throws ModelFileException as {@link #read(Path, Kernels)}
   */
  public static Model read(InputStream in, Kernels kernels) {
    return model(Envelope.open(in, FORMAT), kernels);
  }

  /**
   * Reads and checks a model from a file's bytes.
   *
   * @throws ModelFileException as {@link #read(Path, Kernels)}
   */
  public static Model read(byte[] bytes, Kernels kernels) {
    return model(Envelope.open(bytes, FORMAT), kernels);
  }

  private static Model model(Envelope read, Kernels kernels) {
    read.verify(
        () -> Networks.of(blueprint(read)).layout().slots().stream().map(Slot::name).toList());
    try {
      Blueprint blueprint = blueprint(read);
      Preparation preparation = Preparation.fromMap(read.part("preparation", Migration.NONE));
      Training training = Training.fromMap(read.part("training", Migration.NONE));
      Provenance provenance = ProvenanceMap.read(read.part("provenance", ProvenanceMap::migrate));
      if (preparation.outputShape().features() != blueprint.features()) {
        throw new IllegalArgumentException(
            "its preparation gives %d features, but its blueprint takes %d"
                .formatted(preparation.outputShape().features(), blueprint.features()));
      }
      Map<String, Section> sections = Sections.read(read.contents());
      Tensor parameters = parameters(blueprint, read);
      return new Model(
          Autoencoder.copyOf(blueprint, parameters, kernels),
          preparation,
          training,
          provenance,
          sections);
    } catch (IllegalArgumentException | DataException e) {
      throw read.corrupt(e.getMessage());
    }
  }

  private static Blueprint blueprint(Envelope read) {
    return Blueprint.fromMap(read.part(BLUEPRINT, BlueprintMap::migrate));
  }

  private static Tensor parameters(Blueprint blueprint, Envelope read) {
    int expected = Networks.of(blueprint).layout().slots().size();
    Tensor parameters = StoredParameters.read(blueprint, read);
    long found = Sections.tensorsOutside(read.contents());
    if (found != expected) {
      throw new IllegalArgumentException(
          "it holds %d tensors, but its blueprint has %d".formatted(found, expected));
    }
    return parameters;
  }
}
