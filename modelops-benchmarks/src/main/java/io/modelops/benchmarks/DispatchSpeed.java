package io.modelops.benchmarks;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** What the way through a deployment to its model costs. */
final class DispatchSpeed {
    private static final double MOST_NANOSECONDS = 50;
    private static final double MOST_BYTES = 48;

    private DispatchSpeed() {}

    static void run(Path directory, Consumer<Result> results) throws Exception {
        for (int threads = 1; threads <= 2; threads++) {
            dispatch(directory, threads, results);
        }
    }

    private static void dispatch(Path directory, int threads, Consumer<Result> results) throws Exception {
        Jmh jmh = Jmh.run(DispatchCost.class, threads, directory.toString());
        double direct = jmh.nanoseconds("direct");
        double cost = jmh.nanoseconds("deployment") - direct;
        double bytes = jmh.bytes("deployment") - jmh.bytes("direct");
        String from = threads == 1 ? "from-1-thread" : "from-" + threads + "-threads";
        results.accept(Result.atMost(
                "dispatch-" + from,
                cost / MOST_NANOSECONDS,
                1,
                String.format(
                        Locale.ROOT,
                        "%.1f ns more than the %.1f ns of a direct call, target %.0f ns",
                        cost,
                        direct,
                        MOST_NANOSECONDS)));
        results.accept(Result.atMost(
                "dispatch-object-" + from,
                bytes / MOST_BYTES,
                1,
                String.format(Locale.ROOT, "%.0f bytes a call, target one object of %.0f", bytes, MOST_BYTES)));
    }
}
