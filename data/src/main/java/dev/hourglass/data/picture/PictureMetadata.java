package dev.hourglass.data.picture;

import dev.hourglass.base.WholeFile;
import dev.hourglass.data.dataset.DataException;
import dev.hourglass.data.scan.DicomFile;
import dev.hourglass.data.scan.Scan;
import dev.hourglass.data.scan.ScanGrid;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What an image file tells beside its pixels, as far as a PNG can keep it too.
 *
 * @param pixel how large one is, where the file says so
 * @param texts in the order of the file
 */
public record PictureMetadata(Optional<PixelSize> pixel, List<Text> texts) {
  /** Of a file that tells nothing. */
  public static final PictureMetadata NONE = new PictureMetadata(Optional.empty(), List.of());

  private static final String NATIVE_PNG = "javax_imageio_png_1.0";
  private static final int LONGEST_KEYWORD = 79;
  private static final double MILLIMETRES = 1000;

  /** Copies the list. */
  public PictureMetadata {
    texts = List.copyOf(texts);
  }

  /**
   * How large a pixel is.
   *
   * @param width in millimetres, above 0
   * @param height in millimetres, above 0
   */
  public record PixelSize(double width, double height) {
    PixelSize turned() {
      return new PixelSize(height, width);
    }
  }

  /**
   * Something that is written in the file.
   *
   * @param keyword what it tells, such as {@code Title}
   * @param value the text
   */
  public record Text(String keyword, String value) {
    private boolean fits() {
      return !keyword.isBlank() && keyword.length() <= LONGEST_KEYWORD && isLatin(keyword);
    }
  }

  private static boolean isLatin(String text) {
    return StandardCharsets.ISO_8859_1.newEncoder().canEncode(text);
  }

  /**
   * Reads what a file tells of its first image, seen upright as {@link Picture#read} gives it.
   *
   * @throws DataException if it cannot be read
   */
  public static PictureMetadata read(Path file) {
    return ImageDecoder.metadata(file);
  }

  static PictureMetadata of(IIOMetadata metadata, Orientation orientation) {
    Element tree = (Element) metadata.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
    Optional<PixelSize> pixel =
        size(tree, "HorizontalPixelSize")
            .flatMap(
                width ->
                    size(tree, "VerticalPixelSize").map(height -> new PixelSize(width, height)))
            .map(size -> orientation.swapsAxes() ? size.turned() : size);
    List<Text> texts = new ArrayList<>();
    NodeList entries = tree.getElementsByTagName("TextEntry");
    for (int i = 0; i < entries.getLength(); i++) {
      Element entry = (Element) entries.item(i);
      Text text = new Text(entry.getAttribute("keyword"), entry.getAttribute("value"));
      if (text.fits()) {
        texts.add(text);
      }
    }
    return new PictureMetadata(pixel, texts);
  }

  /** Of a scan: how large a pixel is, and nothing that somebody wrote. */
  static PictureMetadata of(Scan scan) {
    ScanGrid grid = scan.grid();
    boolean told = !(scan instanceof DicomFile dicom) || dicom.tellsPixelSize();
    return told
        ? new PictureMetadata(
            Optional.of(new PixelSize(grid.columnStep(), grid.rowStep())), List.of())
        : NONE;
  }

  private static Optional<Double> size(Element tree, String name) {
    NodeList found = tree.getElementsByTagName(name);
    if (found.getLength() == 0) {
      return Optional.empty();
    }
    double value = Double.parseDouble(((Element) found.item(0)).getAttribute("value"));
    return value > 0 && value < Double.POSITIVE_INFINITY ? Optional.of(value) : Optional.empty();
  }

  /** Writes an image with all this as a PNG; the file is there whole or not at all. */
  void writePng(BufferedImage image, Path file) {
    WholeFile.write(file, out -> encode(image, out));
  }

  private void encode(BufferedImage image, OutputStream out) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(image), writer.getDefaultWriteParam());
      metadata.mergeTree(NATIVE_PNG, tree());
      writer.setOutput(stream);
      writer.write(new IIOImage(image, null, metadata));
    } finally {
      writer.dispose();
    }
  }

  private IIOMetadataNode tree() {
    IIOMetadataNode root = new IIOMetadataNode(NATIVE_PNG);
    pixel.ifPresent(
        size -> {
          IIOMetadataNode node = child(root, "pHYs");
          node.setAttribute("pixelsPerUnitXAxis", perMetre(size.width));
          node.setAttribute("pixelsPerUnitYAxis", perMetre(size.height));
          node.setAttribute("unitSpecifier", "meter");
        });
    IIOMetadataNode latin = new IIOMetadataNode("tEXt");
    IIOMetadataNode others = new IIOMetadataNode("iTXt");
    for (Text text : texts) {
      if (isLatin(text.value)) {
        IIOMetadataNode entry = child(latin, "tEXtEntry");
        entry.setAttribute("keyword", text.keyword);
        entry.setAttribute("value", text.value);
      } else {
        IIOMetadataNode entry = child(others, "iTXtEntry");
        entry.setAttribute("keyword", text.keyword);
        entry.setAttribute("compressionFlag", "FALSE");
        entry.setAttribute("compressionMethod", "0");
        entry.setAttribute("languageTag", "");
        entry.setAttribute("translatedKeyword", "");
        entry.setAttribute("text", text.value);
      }
    }
    for (IIOMetadataNode node : List.of(latin, others)) {
      if (node.hasChildNodes()) {
        root.appendChild(node);
      }
    }
    return root;
  }

  private static String perMetre(double millimetres) {
    return Long.toString(Math.clamp(Math.round(MILLIMETRES / millimetres), 1, Integer.MAX_VALUE));
  }

  private static IIOMetadataNode child(IIOMetadataNode parent, String name) {
    IIOMetadataNode node = new IIOMetadataNode(name);
    parent.appendChild(node);
    return node;
  }
}
