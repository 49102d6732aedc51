package dev.hourglass.data.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hourglass.data.dataset.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatingReaderTest {
  @TempDir Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("ratings.txt"), text);
  }

  private Ratings read(String text) throws IOException {
    return RatingReader.read(write(text).toString(), RatingOptions.defaults());
  }

  private static List<String> told(Ratings ratings) {
    List<String> told = new ArrayList<>();
    for (int u = 0; u < ratings.users().size(); u++) {
      for (int r = ratings.start(u); r < ratings.end(u); r++) {
        told.add(
            "%s %s %s"
                .formatted(
                    ratings.users().get(u),
                    ratings.items().get(ratings.item(r)),
                    ratings.value(r)));
      }
    }
    return told;
  }

  @ParameterizedTest
  @ValueSource(strings = {"::", "\t", ",", ";", "|", " "})
  void any_usual_separator_is_found_out(String separator) throws IOException {
    Ratings ratings = read("7 007 4.5 1000\nada 12 3 2000\n7 12 1 3000\n".replace(" ", separator));
    assertThat(told(ratings)).containsExactly("7 007 4.5", "7 12 1.0", "ada 12 3.0");
    assertThat(ratings.time(0)).isEqualTo(1000);
    assertThat(ratings.remarks().getFirst())
        .contains("user, item, rating, time in columns 1, 2, 3, 4", "no header");
  }

  @Test
  void a_header_says_which_column_is_which() throws IOException {
    Ratings ratings =
        read("\"stars\",\"date\",\"business_id\",\"user_id\"\n4,2020-01-31,\"a,b\",u\n");
    assertThat(told(ratings)).containsExactly("u a,b 4.0");
    assertThat(ratings.time(0)).isEqualTo(1_580_428_800L);
    assertThat(ratings.remarks().getFirst()).contains("below a header");
  }

  @Test
  void a_first_row_of_text_is_a_header_though_nobody_knows_its_names() throws IOException {
    assertThat(told(read("wer,was,wie\na,x,1\nb,y,2\n"))).containsExactly("a x 1.0", "b y 2.0");
  }

  @Test
  void events_without_a_rating_are_counted() throws IOException {
    Ratings ratings = read("a,x\na,y\na,x\n");
    assertThat(told(ratings)).containsExactly("a x 2.0", "a y 1.0");
    assertThat(ratings.remarks().getLast()).contains("1 of 3 rows", "their sum counts");
  }

  @Test
  void of_duplicates_the_latest_counts_or_their_mean() throws IOException {
    String text = "a,x,5,2000\nb,x,1,1000\na,x,3,1000\n";
    assertThat(told(read(text))).containsExactly("a x 5.0", "b x 1.0");
    RatingOptions mean =
        new RatingOptions(
            Optional.empty(), Optional.empty(), List.of(), Optional.of(Duplicates.MEAN));
    assertThat(told(RatingReader.read(write(text).toString(), mean)))
        .containsExactly("a x 4.0", "b x 1.0");
  }

  @Test
  void what_is_no_rating_is_refused_with_its_line() {
    assertThatThrownBy(() -> read("a,x,1\nb,y,good\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("line 2", "'good'", "a number is expected");
    assertThatThrownBy(() -> read("a,x,1\nb,,2\n")).hasMessageContainingAll("line 2 has no item");
    assertThatThrownBy(() -> read("a,x,1\n,y,2\n")).hasMessageContaining("line 2 has no user");
    assertThatThrownBy(() -> read("a,x,1,yesterday\nb,y,2,today\n"))
        .hasMessageContainingAll("line 1", "'yesterday'", "ISO date");
    assertThatThrownBy(() -> read("")).hasMessageContaining("is empty");
    assertThatThrownBy(() -> read("one\ntwo\nthree\n")).hasMessageContaining("no separator");
    RatingOptions options =
        new RatingOptions(
            Optional.empty(), Optional.empty(), List.of("usr", "item"), Optional.empty());
    assertThatThrownBy(() -> RatingReader.read(write("user,item\na,b\n").toString(), options))
        .hasMessageContainingAll("no column 'usr'", "Did you mean 'user'?");
  }

  @Test
  void titles_are_read_in_the_encoding_they_have() throws IOException {
    Path file = folder.resolve("titles.dat");
    Files.write(
        file,
        "1::Fantômas (1913)::Crime\n2::\"Quoted\" and more::Drama\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    ItemTitles titles = ItemTitles.read(file, Optional.empty());
    assertThat(titles.of("1")).contains("Fantômas (1913)");
    assertThat(titles.of("2")).contains("\"Quoted\" and more");
    assertThat(titles.of("3")).isEmpty();
    assertThat(titles.remarks().getFirst()).contains("is not UTF-8");
  }
}
