package io.modelops.benchmarks;

import io.modelops.benchmarks.detection.DetectorCost;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What it costs to look for changes, beside the detectors of MOA. */
final class DetectorSpeed {
    private DetectorSpeed() {}

    static void run(Consumer<Result> results) throws Exception {
        Jmh jmh = Jmh.run(DetectorCost.class, 1, "");
        for (String detector : List.of("adwin", "ddm", "hddmA", "hddmW")) {
            double ours = jmh.nanoseconds(detector);
            double theirs = jmh.nanoseconds(detector + "OfMoa");
            results.accept(Result.atMost(
                    "detector-" + detector.toLowerCase(Locale.ROOT) + "-beside-moa",
                    ours / theirs,
                    1,
                    String.format(
                            Locale.ROOT,
                            "%.1f ns, %.2f bytes a value; MOA %.1f ns",
                            ours,
                            jmh.bytes(detector),
                            theirs)));
        }
    }
}
