package dev.hourglass.autoencoder.file;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Networks;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFileException.Kind;
import dev.hourglass.autoencoder.infer.Autoencoder;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.network.ParameterLayout;
import dev.hourglass.engine.tensor.Format;
import dev.hourglass.engine.tensor.Shape;
import dev.hourglass.engine.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model in one safetensors file, readable from Python with the ordinary library.
 *
 * <p>The tensors are the parameters by name ({@code encoder.0.weight}, {@code [inputs, outputs]};
 * {@code encoder.0.bias}; …) in float32; the metadata hold blueprint, preparation, training and
 * provenance as JSON, the format's name and version, and a checksum.
 */
public final class ModelFile {
  private static final String FORMAT = "hourglass-model";
  private static final int FORMAT_VERSION = 1;

  private ModelFile() {}

  /**
   * All that a file holds.
   *
   * @param autoencoder the model
   * @param preparation that raw samples need before it
   * @param training as it was asked for
   * @param provenance where it comes from
   */
  public record Model(
      Autoencoder autoencoder, Preparation preparation, Training training, Provenance provenance) {}

  /**
   * Writes a model aside and moves it into place.
   *
   * @throws UncheckedIOException when the file cannot be written; what was there before is
   *     untouched
   */
  public static void write(Path file, Model model) {
    Autoencoder autoencoder = model.autoencoder();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (ParameterLayout.Slot slot : autoencoder.parameterSlots()) {
      tensors.put(slot.name(), slot.of(autoencoder.parameters()));
    }
    try {
      Map<String, String> metadata = new LinkedHashMap<>();
      metadata.put("format", FORMAT);
      metadata.put("format_version", Integer.toString(FORMAT_VERSION));
      metadata.put("blueprint", JSON.std.asString(autoencoder.blueprint().toMap()));
      metadata.put("preparation", JSON.std.asString(model.preparation().toMap()));
      metadata.put("training", JSON.std.asString(model.training().toMap()));
      metadata.put("provenance", JSON.std.asString(model.provenance().toMap()));
      new Safetensors(metadata, tensors).write(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the model to " + file + ": " + e, e);
    }
  }

  /**
   * Reads and checks a model, which gets the best kernels this machine has.
   *
   * @throws ModelFileException when the file is missing, damaged, foreign, too old or too new
   */
  public static Model read(Path file) {
    return read(file, KernelLadder.best());
  }

  /**
   * Reads and checks a model, which gets kernels of one's choice.
   *
   * @throws ModelFileException when the file is missing, damaged, foreign, too old or too new
   */
  public static Model read(Path file, Kernels kernels) {
    Safetensors read = open(file, FORMAT, FORMAT_VERSION);
    try {
      Blueprint blueprint = Blueprint.fromMap(object(read, "blueprint"));
      Preparation preparation = Preparation.fromMap(object(read, "preparation"));
      Training training = Training.fromMap(object(read, "training"));
      Provenance provenance = Provenance.fromMap(object(read, "provenance"));
      if (preparation.outputShape().features() != blueprint.features()) {
        throw new IllegalArgumentException(
            "its preparation gives %d features, but its blueprint takes %d"
                .formatted(preparation.outputShape().features(), blueprint.features()));
      }
      Tensor parameters = parameters(blueprint, read.tensors());
      return new Model(
          Autoencoder.copyOf(blueprint, parameters, kernels), preparation, training, provenance);
    } catch (IllegalArgumentException | DataException | IOException e) {
      throw new ModelFileException(file, Kind.CORRUPT, e.getMessage());
    }
  }

  /** Reads a safetensors file and makes sure that it is ours. */
  public static Safetensors open(Path file, String format, int version) {
    Safetensors read;
    try {
      read = Safetensors.read(file, Arena.ofAuto());
    } catch (NoSuchFileException _) {
      throw new ModelFileException(file, Kind.UNREADABLE, "there is no such file");
    } catch (IOException e) {
      throw new ModelFileException(
          file, Kind.UNREADABLE, Files.isDirectory(file) ? "it is a folder" : e.toString());
    } catch (Safetensors.MalformedException e) {
      throw new ModelFileException(file, Kind.CORRUPT, e.getMessage());
    }
    String found = read.metadata().get("format");
    if (!format.equals(found)) {
      throw new ModelFileException(
          file,
          Kind.FOREIGN,
          found == null
              ? "it says nothing of its format, where " + format + " is expected"
              : "its format is '" + found + "', where " + format + " is expected");
    }
    String foundVersion = read.metadata().getOrDefault("format_version", "");
    if (!foundVersion.matches("[0-9]{1,9}")) {
      throw new ModelFileException(
          file, Kind.CORRUPT, "its format version is '" + foundVersion + "', not a number");
    }
    int number = Integer.parseInt(foundVersion);
    if (number != version) {
      throw new ModelFileException(
          file,
          number > version ? Kind.TOO_NEW : Kind.TOO_OLD,
          "its format is version %d, this is Hourglass %s, which reads version %d"
              .formatted(number, Version.current(), version));
    }
    try {
      read.verifyChecksum();
    } catch (Safetensors.MalformedException e) {
      throw new ModelFileException(file, Kind.CORRUPT, e.getMessage());
    }
    return read;
  }

  public static Map<String, Object> object(Safetensors file, String key) throws IOException {
    String json = file.metadata().get(key);
    if (json == null) {
      throw new IllegalArgumentException("its metadata lack '" + key + "'");
    }
    return JSON.std.mapFrom(json);
  }

  private static Tensor parameters(Blueprint blueprint, Map<String, Tensor> tensors) {
    ParameterLayout layout = Networks.of(blueprint).layout();
    for (ParameterLayout.Slot slot : layout.slots()) {
      Tensor tensor = tensors.get(slot.name());
      if (tensor == null) {
        throw new IllegalArgumentException("it lacks the tensor '" + slot.name() + "'");
      }
      if (!tensor.shape().equals(slot.shape()) || tensor.format() != Format.FLOAT32) {
        throw new IllegalArgumentException(
            "its tensor '%s' should be %s FLOAT32, but is %s"
                .formatted(slot.name(), slot.shape(), tensor));
      }
    }
    if (tensors.size() != layout.slots().size()) {
      throw new IllegalArgumentException(
          "it holds %d tensors, but its blueprint has %d"
              .formatted(tensors.size(), layout.slots().size()));
    }
    Tensor flat = Tensor.allocate(Arena.ofAuto(), Shape.vector(layout.size()), Format.FLOAT32);
    for (ParameterLayout.Slot slot : layout.slots()) {
      Tensor tensor = tensors.get(slot.name());
      for (long i = 0; i < tensor.size(); i++) {
        if (!Double.isFinite(tensor.get(i))) {
          throw new IllegalArgumentException(
              "its tensor '%s' holds %s".formatted(slot.name(), tensor.get(i)));
        }
      }
      slot.of(flat).copyFrom(tensor);
    }
    return flat;
  }
}
