package dev.hourglass.tasks.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.autoencoder.blueprint.Blueprint;
import dev.hourglass.autoencoder.blueprint.Preset;
import dev.hourglass.autoencoder.blueprint.Training;
import dev.hourglass.autoencoder.file.ModelFile;
import dev.hourglass.autoencoder.file.Provenance;
import dev.hourglass.autoencoder.train.Trainer;
import dev.hourglass.data.dataset.Dataset;
import dev.hourglass.data.dataset.Digits;
import dev.hourglass.data.prepare.Preparation;
import dev.hourglass.data.prepare.PreparationOptions;
import dev.hourglass.data.raw.NumberKind;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.engine.kernel.KernelLadder;
import dev.hourglass.engine.kernel.Kernels;
import dev.hourglass.engine.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are as small as asked, and what comes back of them is what went in. */
class CompressorTest {
  private static final int ITEMS = 600;

  @TempDir static Path folder;

  private static RawData raw;
  private static ModelFile.Model model;
  private static CompressedFile file;

  @BeforeAll
  static void compress() {
    raw = new RawData.Array(Digits.generate(ITEMS, 3), NumberKind.BYTES);
    model = trained(raw, 12, 1);
    file =
        new Compressor(model)
            .compress(raw, new Budget.BytesPerItem(10), folder.resolve("digits.hgz"), false);
  }

  private static ModelFile.Model trained(RawData data, int code, long seed) {
    Kernels kernels = KernelLadder.available().getFirst();
    Preparation preparation = Preparation.fit(data, PreparationOptions.defaults());
    Dataset samples = preparation.apply(data);
    Blueprint blueprint = Preset.UNDERCOMPLETE.blueprint(samples.shape(), List.of(24), code);
    Training training = Preset.UNDERCOMPLETE.training().withEpochs(2).withSeed(seed);
    return new Trainer(training, kernels)
        .train(blueprint, samples)
        .model(
            preparation,
            training,
            samples,
            new Provenance.Reading(ReadOptions.defaults(), new Provenance.Validation.None()));
  }

  private static ModelFile.Model on(Kernels kernels) {
    return ModelFile.read(ModelFile.toBytes(model), kernels);
  }

  private static Path damaged(String name, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(file.file());
    bytes[(int) at] ^= 0x10;
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void the_file_keeps_to_its_budget_and_is_better_with_more() {
    CompressedFile larger =
        new Compressor(model)
            .compress(raw, new Budget.BytesPerItem(14), folder.resolve("larger.hgz"), false);
    assertThat(file.bytes()).isBetween(9L * ITEMS, 10L * ITEMS);
    assertThat(larger.bytes()).isBetween(file.bytes() + 1, 14L * ITEMS);
    assertThat(larger.quality().psnr().orElseThrow())
        .isGreaterThan(file.quality().psnr().orElseThrow());
  }

  @Test
  void the_curve_goes_through_the_file_and_rises() {
    RateDistortion measured =
        RateDistortion.of(model, (RawData.Array) raw, CompressionListener.SILENT);
    assertThat(measured.curves())
        .extracting(RateDistortion.Curve::name)
        .containsExactly("this model", "PCA-12", "JPEG", "JPEG, no header");
    for (RateDistortion.Curve curve : measured.curves()) {
      for (int i = 1; i < curve.points().size(); i++) {
        assertThat(curve.points().get(i).bytes()).isGreaterThan(curve.points().get(i - 1).bytes());
      }
      assertThat(curve.points().getLast().psnr()).isGreaterThan(curve.points().getFirst().psnr());
    }
    // Bytes and decibels of the file lie between those of the points beside it.
    double bytes = (double) file.bytes() / file.items();
    List<RateDistortion.Point> own = measured.curves().getFirst().points();
    int above = 0;
    while (own.get(above).bytes() < bytes) {
      above++;
    }
    assertThat(file.quality().psnr().orElseThrow())
        .isBetween(own.get(above - 1).psnr() - 0.3, own.get(above).psnr() + 0.3);
    assertThat(new CompressionReport(file, model, (RawData.Array) raw, measured).html())
        .contains("In short", "PCA-12", "data:image/png;base64,");
  }

  @Test
  void too_small_a_budget_is_refused() {
    assertThatThrownBy(
            () ->
                new Compressor(model)
                    .compress(raw, new Budget.BytesPerItem(0.5), folder.resolve("none.hgz"), false))
        .isInstanceOf(CompressionException.class)
        .hasMessageContaining("bytes at least")
        .hasMessageContaining("option 'bytes'");
    assertThat(folder.resolve("none.hgz")).doesNotExist();
  }

  @Test
  void a_model_inside_is_counted_apart_and_reads_the_file_alone() {
    CompressedFile inside =
        new Compressor(model)
            .compress(raw, new Budget.BytesPerItem(10), folder.resolve("inside.hgz"), true);
    assertThat(inside.bytes() - inside.modelBytes()).isBetween(file.bytes(), file.bytes() + 4);
    assertThat(inside.modelInside(KernelLadder.portable())).isPresent();
  }

  @Test
  void codes_are_near_the_models_and_any_block_is_read_alone() {
    Tensor codes = model.autoencoder().encode(model.preparation().apply(raw));
    CodeQuantizer quantizer = file.quantizer().orElseThrow();
    Tensor last = file.codes(file.blocks() - 1);
    int first = file.firstItem(file.blocks() - 1);
    assertThat(last.rows()).isEqualTo(ITEMS - first);
    for (int i = 0; i < last.rows(); i++) {
      for (int unit = 0; unit < 12; unit++) {
        assertThat(last.get(i, unit) - codes.get(first + i, unit))
            .isBetween(-0.501 * quantizer.steps()[unit], 0.501 * quantizer.steps()[unit]);
      }
    }
  }

  @Test
  void a_damaged_block_is_named_and_the_others_are_salvaged() throws IOException {
    CompressedFile broken = CompressedFile.open(damaged("damaged.hgz", file.bytes() * 7 / 10));
    assertThatThrownBy(() -> broken.readable(false))
        .isInstanceOf(CompressionException.class)
        .hasMessageContaining("block 2 of 3 (samples 256 to 511)");
    assertThat(broken.readable(true)).containsExactly(0, 2);
  }

  @Test
  void a_file_cut_short_is_refused_and_salvaged() throws IOException {
    byte[] bytes = Files.readAllBytes(file.file());
    Path cut = Files.write(folder.resolve("cut.hgz"), Arrays.copyOf(bytes, bytes.length * 9 / 10));
    CompressedFile broken = CompressedFile.open(cut);
    assertThatThrownBy(() -> broken.readable(false)).hasMessageContaining("block 3 of 3");
    assertThat(broken.readable(true)).containsExactly(0, 1);
  }

  @Test
  void whatever_byte_is_damaged_it_is_noticed() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 60; i++) {
      Path path = damaged("any.hgz", random.nextLong(file.bytes()));
      assertThatThrownBy(() -> CompressedFile.open(path).readable(false))
          .isInstanceOf(CompressionException.class);
    }
  }

  @Test
  void another_model_and_a_foreign_file_are_refused() throws IOException {
    ModelFile.Model other = trained(raw, 12, 2);
    assertThatThrownBy(() -> new Decompressor(file, Optional.of(other)))
        .hasMessageContaining("was made with the model");
    assertThatThrownBy(() -> new Decompressor(file, Optional.empty()))
        .hasMessageContaining("needs the model");
    Path foreign = Files.writeString(folder.resolve("foreign.hgz"), "no such thing");
    assertThatThrownBy(() -> CompressedFile.open(foreign)).hasMessageContaining("no compressed");
  }

  @Test
  void pixels_come_back_exactly_by_whichever_kernels() {
    CodeQuantizer quantizer =
        UnitEffects.of(
                model.autoencoder()::decode,
                model.autoencoder().encode(model.preparation().apply(raw)))
            .quantizer(0.5);
    RestoredNumbers kind =
        new RestoredNumbers(
            ((RawData.Array) raw).samples().shape(),
            SampleNumbers.of(raw, model.preparation()),
            model.preparation());
    int[][] samples = new int[50][kind.shape().features()];
    for (int i = 0; i < samples.length; i++) {
      kind.numbers().copy(((RawData.Array) raw).samples(), i, samples[i]);
    }
    for (Kernels writing : KernelLadder.available()) {
      ModelFile.Model writer = on(writing);
      Tensor codes =
          writer.autoencoder().encode(writer.preparation().apply(raw)).slice(0, samples.length);
      byte[] block =
          new ExactCoding(Optional.of(writer), Optional.of(quantizer))
              .write(samples, kind, Optional.of(codes));
      for (Kernels reading : KernelLadder.available()) {
        int[][] back =
            new ExactCoding(Optional.of(on(reading)), Optional.of(quantizer))
                .readNumbers(ByteBuffer.wrap(block), samples.length, kind);
        assertThat(back).as("%s to %s", writing.name(), reading.name()).isDeepEqualTo(samples);
      }
    }
  }

  @Test
  void a_tables_text_comes_back_byte_by_byte() throws IOException {
    StringBuilder text = new StringBuilder("id,a,b,kind\r\n");
    Random random = new Random(4);
    for (int i = 0; i < 400; i++) {
      double a = random.nextGaussian();
      text.append(i).append(',').append(Math.round(a * 100) / 100.0).append(',');
      text.append(i % 50 == 7 ? "" : i % 50 == 9 ? "+1.50e0" : Double.toString(Math.round(a * 7)));
      text.append(i % 3 == 0 ? ",\"x, \u00fc\"\r\n" : ",plain\r\n");
    }
    text.append("400,1.5,2,plain");
    Path table = Files.writeString(folder.resolve("table.csv"), text);
    RawData read = DataReader.read(table.toString(), ReadOptions.defaults());
    ModelFile.Model own = trained(read, 2, 1);
    for (boolean inside : new boolean[] {false, true}) {
      Path out = folder.resolve("table.hgz");
      CompressedFile compressed =
          new Compressor(own).compress(read, new Budget.Lossless(), out, inside);
      assertThat(compressed.bytes() - compressed.modelBytes()).isLessThan(text.length() / 3);
      Path back = folder.resolve("back.csv");
      new RestoredFile(
              new Decompressor(compressed, Optional.of(own)),
              compressed.readable(false),
              CompressionListener.SILENT)
          .writeText(back);
      assertThat(back).hasSameBinaryContentAs(table);
    }
  }

  @Test
  void a_tables_text_comes_back_with_what_the_model_expects() {
    List<byte[]> lines =
        Stream.of("a,b\n", "1.5,2\n", "-0.5,7\n", "1.5,\n")
            .map(line -> line.getBytes(StandardCharsets.UTF_8))
            .toList();
    RawData.Table table = table(lines);
    ModelFile.Model own = trained(table, 1, 1);
    TableLines layout = TableLines.of(lines, table, own.preparation().columnNames());
    Tensor codes = Tensor.allocate(lines.size(), 1);
    for (int i = 0; i < lines.size(); i++) {
      codes.set(i, 0, i - 1.5f);
    }
    ExactCoding coding =
        new ExactCoding(
            Optional.of(own),
            Optional.of(UnitEffects.of(own.autoencoder()::decode, codes).quantizer(0.5)));
    byte[] block = coding.write(lines, layout, Optional.of(codes));
    assertThat(
            new String(coding.readLines(ByteBuffer.wrap(block), 4, layout), StandardCharsets.UTF_8))
        .isEqualTo("a,b\n1.5,2\n-0.5,7\n1.5,\n");
  }

  private static RawData.Table table(List<byte[]> lines) {
    try {
      Path file = folder.resolve("small.csv");
      Files.deleteIfExists(file);
      for (byte[] line : lines) {
        Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      return (RawData.Table) DataReader.read(file.toString(), ReadOptions.defaults());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
