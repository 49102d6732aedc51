package dev.hourglass.bench.driver;

import dev.hourglass.bench.Answer;
import dev.hourglass.bench.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One line, all contestants: each is first tried in all its settings, then the best ones take
 * turns.
 *
 * <p>Every process serves one line only, so its peak memory is this line's.
 */
final class Contest {

  /**
   * How long everything takes.
   *
   * @param warmSeconds work before the first measurement
   * @param trials timed trials of each setting
   * @param trialSeconds length of a trial
   * @param rounds timed rounds
   * @param roundSeconds length of a round
   */
  record Pace(
      double warmSeconds, int trials, double trialSeconds, int rounds, double roundSeconds) {
    static final Pace FULL = new Pace(4, 2, 1, 7, 1.5);
    static final Pace QUICK = new Pace(2.5, 1, 0.5, 3, 0.6);
  }

  private final Line line;
  private final Pace pace;
  private final Path bench;
  private final Path data;

  Contest(Line line, Pace pace, Path bench, Path data) {
    this.line = line;
    this.pace = pace;
    this.bench = bench;
    this.data = data;
  }

  /** Runs the line. */
  List<Outcome> run(List<Contestant> contestants) throws IOException, InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    List<Entrant> entrants = new ArrayList<>();
    try {
      for (Contestant contestant : contestants) {
        switch (choose(contestant)) {
          case Chosen(Entrant entrant) -> entrants.add(entrant);
          case Refusal(String reason) -> outcomes.add(new Outcome.Absent(line, contestant, reason));
        }
      }
      for (int round = 0; round < pace.rounds(); round++) {
        for (int i = 0; i < entrants.size(); i++) {
          // Whoever begins differs from round to round.
          entrants.get((i + round) % entrants.size()).round(pace.roundSeconds());
        }
      }
      for (Entrant entrant : entrants) {
        outcomes.add(entrant.outcome());
      }
      return outcomes;
    } finally {
      entrants.forEach(entrant -> entrant.fork.close());
    }
  }

  /** What a trial of all settings ends in. */
  private sealed interface Choice {}

  private record Chosen(Entrant entrant) implements Choice {}

  private record Refusal(String reason) implements Choice {}

  /** Tries each setting by itself and keeps the process of the fastest. */
  private Choice choose(Contestant contestant) throws IOException, InterruptedException {
    Entrant kept = null;
    double keptSpeed = 0;
    String reason = "no setting";
    for (Contestant.Setting setting : contestant.settings()) {
      Fork fork = Fork.start(contestant, setting, line, bench, data);
      Entrant entrant = null;
      double speed = 0;
      switch (fork.ready()) {
        case Answer.Ready ready -> {
          entrant = new Entrant(contestant, setting, fork, ready);
          speed = entrant.trial();
        }
        case Answer.Refused refused -> reason = refused.reason();
        case Answer other -> reason = "answered out of turn: " + other;
      }
      if (entrant != null && entrant.failure == null && speed > keptSpeed) {
        if (kept != null) {
          kept.fork.close();
        }
        kept = entrant;
        keptSpeed = speed;
      } else {
        fork.close();
        if (entrant == null) {
          break; // What does not start with one setting does not start with another.
        }
        reason = entrant.failure == null ? reason : entrant.failure;
      }
    }
    return kept == null ? new Refusal(reason) : new Chosen(kept);
  }

  /** A contestant's process and what it has shown so far. */
  private final class Entrant {
    private final Contestant contestant;
    private final Contestant.Setting setting;
    private final Fork fork;
    private final Answer.Ready ready;
    private final List<Answer.Round> rounds = new ArrayList<>();
    private final List<Double> foreignCores = new ArrayList<>();
    private String failure;

    Entrant(Contestant contestant, Contestant.Setting setting, Fork fork, Answer.Ready ready) {
      this.contestant = contestant;
      this.setting = setting;
      this.fork = fork;
      this.ready = ready;
    }

    /** Warms up and returns the best speed of the trials. */
    double trial() throws InterruptedException {
      double best = 0;
      if (fork.warm(pace.warmSeconds()) instanceof Answer.Refused refused) {
        failure = refused.reason();
      }
      for (int i = 0; i < pace.trials() && failure == null; i++) {
        switch (fork.round(pace.trialSeconds())) {
          case Answer.Round round -> best = Math.max(best, round.speed());
          case Answer.Refused refused -> failure = refused.reason();
          case Answer other -> failure = "answered out of turn: " + other;
        }
      }
      return best;
    }

    void round(double seconds) throws InterruptedException {
      if (failure != null) {
        return;
      }
      ProcessorTime before = ProcessorTime.now();
      long start = System.nanoTime();
      switch (fork.round(seconds)) {
        case Answer.Round round -> {
          double busy = ProcessorTime.now().busySeconds() - before.busySeconds();
          double passed = (System.nanoTime() - start) / 1e9;
          rounds.add(round);
          foreignCores.add(Math.max(0, (busy - round.cpuSeconds()) / passed));
        }
        case Answer.Refused refused -> failure = refused.reason();
        case Answer other -> failure = "answered out of turn: " + other;
      }
    }

    Outcome outcome() throws InterruptedException {
      if (failure == null) {
        switch (fork.finish()) {
          case Answer.Finished finished -> {
            return new Outcome.Measured(
                line,
                contestant,
                ready.name(),
                ready.source(),
                setting,
                List.copyOf(rounds),
                List.copyOf(foreignCores),
                finished);
          }
          case Answer.Refused refused -> failure = refused.reason();
          case Answer other -> failure = "answered out of turn: " + other;
        }
      }
      return new Outcome.Absent(line, contestant, failure);
    }
  }
}
