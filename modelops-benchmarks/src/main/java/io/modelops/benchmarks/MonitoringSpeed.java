package io.modelops.benchmarks;

import java.util.Locale;
import java.util.function.Consumer;

/** What it costs to watch predictions, beside what others take for less. */
final class MonitoringSpeed {
    private static final double NUMBER = 15;
    private static final double CATEGORY = 20;
    private static final double ROW = 500;
    private static final double MERGE = 50_000;
    private static final double ADWIN = 60;
    private static final double BYTES = 25_000;

    private MonitoringSpeed() {}

    static void run(Consumer<Result> results) throws Exception {
        Jmh one = Jmh.run(RecordingCost.class, 1, "");
        Jmh two = Jmh.run(RecordingCost.class, 2, "");
        Jmh sketches = Jmh.run(SketchCost.class, 1, "");
        results.accept(atMost("monitoring-number", one, "number", NUMBER, "one of 20 numbers of a row"));
        results.accept(atMost("monitoring-category", one, "category", CATEGORY, "one of 5 categories of a row"));
        results.accept(atMost("monitoring-row", one, "row", ROW, "a row of 25 features"));
        results.accept(Result.atMost(
                "monitoring-allocation",
                Math.max(one.bytes("row"), one.bytes("loneNumber")),
                0.5,
                String.format(
                        Locale.ROOT, "bytes a row; a row of one number takes %.1f ns", one.nanoseconds("loneNumber"))));
        results.accept(Result.atMost(
                "monitoring-2-threads",
                two.nanoseconds("row") / one.nanoseconds("row"),
                1.3,
                String.format(
                        Locale.ROOT,
                        "a row of 25 features takes %.0f ns from each of 2 threads, %.0f ns from one",
                        two.nanoseconds("row"),
                        one.nanoseconds("row"))));
        results.accept(atMost("monitoring-merge", one, "merge", MERGE, "two profiles of 25 columns"));
        results.accept(atMost("monitoring-adwin", one, "adwin", ADWIN, "a value of a stream"));
        double bytes = RecordingCost.profileBytes();
        results.accept(Result.atMost(
                "monitoring-profile",
                bytes / BYTES,
                1,
                String.format(Locale.ROOT, "%.0f bytes for 25 columns", bytes)));
        results.accept(beside(sketches, "moments", "momentsOfCommons", "Commons Statistics"));
        results.accept(beside(sketches, "quantiles", "quantilesOfKll", "KLL of DataSketches"));
        results.accept(beside(sketches, "quantiles", "quantilesOfTDigest", "t-digest"));
        results.accept(beside(sketches, "quantiles", "quantilesOfHdrHistogram", "HdrHistogram"));
        results.accept(beside(sketches, "distinct", "distinctOfHll", "HLL of DataSketches"));
        results.accept(beside(sketches, "frequent", "frequentOfDataSketches", "frequent items of DataSketches"));
    }

    private static Result atMost(String name, Jmh jmh, String method, double most, String what) {
        double nanoseconds = jmh.nanoseconds(method);
        return Result.atMost(
                name,
                nanoseconds / most,
                1,
                String.format(Locale.ROOT, "%s in %.1f ns, target %.0f ns", what, nanoseconds, most));
    }

    /** A histogram of one range is cheaper than a sketch of any; the others should not be. */
    private static Result beside(Jmh jmh, String ours, String theirs, String whose) {
        return Result.atMost(
                "sketch-" + ours + "-beside-"
                        + theirs.substring(ours.length() + 2).toLowerCase(Locale.ROOT),
                jmh.nanoseconds(ours) / jmh.nanoseconds(theirs),
                theirs.endsWith("HdrHistogram") ? 3 : 1,
                String.format(
                        Locale.ROOT, "%.1f ns, %s %.1f ns", jmh.nanoseconds(ours), whose, jmh.nanoseconds(theirs)));
    }
}
