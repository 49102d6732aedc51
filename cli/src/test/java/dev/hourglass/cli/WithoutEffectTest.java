package dev.hourglass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hourglass.cli.flags.DataFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A flag that changes nothing is not taken in silence. */
class WithoutEffectTest {
  @TempDir static Path folder;

  /**
   * A command that works, with a flag it has no use for.
   *
   * @param command split at spaces
   * @param remark on standard error
   */
  record Case(String command, String remark) {
    @Override
    public String toString() {
      return command;
    }
  }

  static Stream<Case> cases() {
    String none = " has no effect: ";
    return Stream.of(
        new Case(
            "train digits:40 --hidden none --dropout 0.2 --epochs 1",
            "--dropout" + none + "there is no hidden layer"),
        new Case(
            "train digits:40 --hidden none --activation elu --normalize --epochs 1",
            "--activation and --normalize have no effect: there is no hidden layer"),
        new Case(
            "train digits:40 --hidden 8 --epochs 2 --early-stopping 2",
            "--early-stopping" + none + "its patience outlasts the 2 epochs"),
        new Case(
            "train digits:40 --hidden 8 --epochs 1 --checkpoint c --resume",
            "--resume" + none + "there is no such checkpoint yet"),
        new Case(
            "train digits:40 --hidden 8 --epochs 1 --imputation mean --delimiter ;",
            "--delimiter" + none + "the data are no table"),
        new Case(
            "train digits:40 --hidden 8 --epochs 1 --imputation mean",
            "--imputation" + none + "only tables have missing numbers"),
        new Case(
            "train rows.csv --hidden 8 --epochs 1 --grey",
            "--grey" + none + "the data are no pictures"),
        new Case(
            "evaluate MODEL digits:20 --header no", "--header" + none + "the data are no table"),
        new Case(
            "encode MODEL digits:20 --out z.npy --seed 3", "--seed" + none + "nothing is drawn"),
        new Case(
            "reconstruct MODEL digits:20 --out r.npy --count 3",
            "--count" + none + "a file that is no .png holds all samples"),
        new Case(
            "reconstruct MODEL digits:20 --out r.png --seed 3",
            "--seed" + none + "nothing is drawn without --corruption"),
        new Case(
            "generate MODEL --fitted digits:50 --steps 5 --out g.npy --columns 3",
            "--columns" + none + "only a .png is a grid"),
        new Case(
            "generate MODEL --fitted digits:50 --steps 5 --out g.png",
            "--steps" + none + "only --interpolate and --traverse take steps"),
        new Case(
            "generate MODEL --traverse 0 --around digits:50 --count 5 --out g.png",
            "--count" + none + "--traverse makes a row for each of its units"),
        new Case(
            "compare digits:60 --variants undercomplete --beta 2 --hidden 8 --epochs 1"
                + " --no-classics",
            "--beta" + none + "it goes to variational and stochastic, which are not compared"));
  }

  @AutoClose private static HourglassSession hourglass;

  @BeforeAll
  static void prepare() throws IOException {
    hourglass = new HourglassSession(folder);
    StringBuilder rows = new StringBuilder("a,b,c\n");
    for (int i = 0; i < 30; i++) {
      rows.append(i).append(',').append(i * 7 % 30).append(',').append(i * i % 11).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void is_said_and_nothing_else_changes(Case useless) {
    String command = useless.command.replace("MODEL", TrainedModels.plain().toString());
    assertThat(hourglass.run(command.split(" ")).succeeded().err())
        .contains("hourglass: warning: " + useless.remark);
  }

  @Test
  void a_flag_of_use_gets_no_remark() {
    String command =
        "generate MODEL --interpolate digits:50 --count 2 --steps 5 --columns 5 --seed 2 --out g.png"
            .replace("MODEL", TrainedModels.plain().toString());
    assertThat(hourglass.run(command.split(" ")).succeeded().err()).doesNotContain("no effect");
  }

  @Test
  void every_flag_of_reading_is_known_to_be_of_tables_of_pictures_or_of_all() {
    assertThat(DataFlags.names())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    DataFlags.ofTables(),
                    DataFlags.ofPictures(),
                    List.of("--label-column", "--labels", "--limit"))
                .flatMap(List::stream)
                .toList());
  }
}
