package dev.hourglass.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.dataset.SampleShape;
import dev.hourglass.data.raw.RawData;
import dev.hourglass.data.read.DataReader;
import dev.hourglass.data.read.ReadOptions;
import dev.hourglass.data.scan.DicomBytes;
import dev.hourglass.data.scan.NiftiWriter;
import dev.hourglass.data.scan.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scanners' files among the images of a folder. */
class ScanFolderTest {
  @TempDir Path folder;

  private static DicomBytes frames(int count) {
    short[] pixels = new short[12 * count];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (short) (100 * i);
    }
    return DicomBytes.grey(4, 3, count, pixels);
  }

  private Path dicom(String name, int count) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, frames(count).file());
  }

  private void volume(String name, int slices) throws IOException {
    Path dicom = dicom("hidden/.scan", slices);
    Scan scan = Scan.open(dicom);
    new NiftiWriter(folder.resolve(name)).writeOver(scan, i -> doubles(scan.slice(i)));
    Files.delete(dicom);
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private RawData.Array read(Path path) {
    return (RawData.Array) DataReader.read(path, ReadOptions.defaults());
  }

  @Test
  void frames_and_slices_are_images_of_their_own() throws IOException {
    dicom("a/one.dcm", 1);
    dicom("a/1.3.12.2.1107", 1);
    dicom("a/IM0001", 1);
    dicom("b/three.dcm", 3);
    volume("b/volume.nii.gz", 2);
    volume("b/flat.nii", 1);
    RawData.Array raw = read(folder);
    assertThat(raw.samples().shape()).isEqualTo(SampleShape.image(1, 3, 4));
    assertThat(raw.samples().sampleNames())
        .containsExactly(
            "a/1.3.12.2.1107",
            "a/IM0001",
            "a/one.dcm",
            "b/flat.nii",
            "b/three.dcm#1",
            "b/three.dcm#2",
            "b/three.dcm#3",
            "b/volume.nii.gz#1",
            "b/volume.nii.gz#2");
    assertThat(raw.samples().labels().orElseThrow().values())
        .containsExactly(0, 0, 0, 1, 1, 1, 1, 1, 1);
    assertThat(raw.samples().row(2)[11]).isEqualTo(1100 / 65535f);
    assertThat(raw.samples().row(6)[0]).isEqualTo(2400 / 65535f);
    // A volume is shown from its least number to its greatest.
    assertThat(raw.samples().row(8)[11]).isEqualTo(1);
    assertThat(raw.remarks().toString()).doesNotContain("Muster", "XQZWJ");
  }

  @Test
  void a_single_file_is_a_set_and_each_name_leads_back_to_its_slice() throws IOException {
    Path file = dicom("three.dcm", 3);
    RawData.Array raw = read(file);
    assertThat(raw.samples().sampleNames())
        .containsExactly("three.dcm#1", "three.dcm#2", "three.dcm#3");
    PictureFrame second = PictureFrame.named(folder, "three.dcm#2");
    assertThat(second.file()).isEqualTo(file);
    assertThat(Picture.read(second, new OpenScans()).values()).isEqualTo(raw.samples().row(1));
    assertThat(PictureFrame.named(file, "three.dcm#3").number()).isEqualTo(2);
    Files.write(folder.resolve("a#7"), frames(1).file());
    assertThat(PictureFrame.named(folder, "a#7").slice()).isEqualTo(OptionalInt.empty());
    assertThatThrownBy(
            () -> Picture.read(PictureFrame.named(folder, "three.dcm#9"), new OpenScans()))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("3 slices", "no slice 9");
  }

  @Test
  void a_scan_tells_how_large_its_pixels_are_and_nothing_of_persons() throws IOException {
    Path file = folder.resolve("a.dcm");
    Files.write(file, frames(1).text(0x0028_0030, "DS", "0.5\\0.25").file());
    assertThat(PictureMetadata.read(file))
        .isEqualTo(
            new PictureMetadata(
                Optional.of(new PictureMetadata.PixelSize(0.25, 0.5)), java.util.List.of()));
    assertThat(PictureMetadata.read(dicom("b.dcm", 1))).isEqualTo(PictureMetadata.NONE);
  }

  @Test
  void damaged_scans_are_left_out_or_refused_like_other_images() throws IOException {
    dicom("a.dcm", 2);
    Files.writeString(folder.resolve("b.dcm"), "no image");
    Files.writeString(folder.resolve("c.nii"), "no volume");
    assertThatThrownBy(() -> read(folder)).hasMessageContaining("b.dcm");
    ReadOptions skipping = ReadOptions.defaults();
    RawData.Array raw =
        (RawData.Array)
            DataReader.read(folder, skipping.withImage(skipping.image().withSkipsUnreadable(true)));
    assertThat(raw.samples().sampleNames()).containsExactly("a.dcm#1", "a.dcm#2");
    assertThat(raw.remarks().toString()).contains("b.dcm", "c.nii");
  }
}
