package io.modelops.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What JMH measured in the benchmarks of one class. */
final class Jmh {
    private final Collection<RunResult> runs;

    private Jmh(Collection<RunResult> runs) {
        this.runs = runs;
    }

    /** Runs the benchmarks of a class from so many threads. */
    static Jmh run(Class<?> benchmarks, int threads, String directory) throws RunnerException {
        return new Jmh(new Runner(new OptionsBuilder()
                        .include(benchmarks.getName() + "[.].*")
                        .threads(threads)
                        .param("directory", directory)
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run());
    }

    /** The time of one call. */
    double nanoseconds(String method) {
        return run(method).getPrimaryResult().getScore();
    }

    /** What one call allocates. */
    double bytes(String method) {
        return run(method).getSecondaryResults().entrySet().stream()
                .filter(result -> result.getKey().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(result -> result.getValue().getScore())
                .sum();
    }

    private RunResult run(String method) {
        return runs.stream()
                .filter(run -> run.getParams().getBenchmark().endsWith("." + method))
                .findFirst()
                .orElseThrow();
    }
}
