package dev.hourglass.engine.kernel.onednn;

import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The OpenMP runtime that oneDNN depends on, held to one thread per calling thread.
 *
 * <p>OMP_NUM_THREADS is 1 while the library loads (see {@link OneDnnLibrary}), and OpenMP reads it
 * then. But where the process already has the same OpenMP runtime, loaded by somebody else, that
 * has read another value; every call is then bracketed, which costs some ten nanoseconds.
 */
final class OpenMp {
  private static final String GET = "omp_get_max_threads";
  private static final String SET = "omp_set_num_threads";

  private final Optional<NativeLibraryFunction> getMaxThreads;
  private final Optional<NativeLibraryFunction> setNumThreads;

  /** Whether OpenMP must be told of the one thread at every call. */
  private final boolean bracketed;

  private OpenMp(SymbolLookup library) {
    getMaxThreads = library.find(GET).map(address -> new NativeLibraryFunction(GET, address));
    setNumThreads = library.find(SET).map(address -> new NativeLibraryFunction(SET, address));
    bracketed =
        getMaxThreads.isPresent() && setNumThreads.isPresent() && threadsPerFirstCall() != 1;
  }

  /** What {@code library} depends on; it may do without. */
  static OpenMp of(SymbolLookup library) {
    return new OpenMp(library);
  }

  /** Returns what {@link #leaveOneThread} wants to know. */
  int enterOneThread() {
    if (!bracketed) {
      return 1;
    }
    int team = threadsPerCall();
    if (team != 1) {
      setNumThreads.get().call(1);
    }
    return team;
  }

  void leaveOneThread(int team) {
    if (team != 1) {
      setNumThreads.get().call(team);
    }
  }

  /** How many threads OpenMP would give to a call from this thread; 1 where there is no OpenMP. */
  int threadsPerCall() {
    return getMaxThreads.map(function -> (int) function.call()).orElse(1);
  }

  /** As {@link #threadsPerCall}, from a thread that OpenMP has not seen before. */
  private int threadsPerFirstCall() {
    FutureTask<Integer> answer = new FutureTask<>(this::threadsPerCall);
    Thread.ofPlatform().name("hourglass-openmp").daemon().start(answer);
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while oneDNN was loading", e);
    }
  }
}
