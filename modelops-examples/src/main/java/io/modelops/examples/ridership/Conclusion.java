package io.modelops.examples.ridership;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether the example showed what it is there to show.
 *
 * @param problems what it did not, each in words; empty if all is well
 * @param numbers the numbers behind it, as {@code name=value} pairs
 */
record Conclusion(List<String> problems, String numbers) {
    private static final double LARGEST_ERROR = 1.30;
    private static final double LARGEST_SHARE = 0.60;
    private static final int MOST_PROMOTIONS = 60;
    private static final int FEWEST_REQUESTS = 100_000;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    static Conclusion of(LifecycleResult result, Duration took) {
        return new Conclusion(problems(result, took), numbers(result));
    }

    private static List<String> problems(LifecycleResult result, Duration took) {
        double alone = result.errors().alone();
        double loop = result.errors().loop();
        int promoted = result.promotions().size();
        int withoutAlert = result.promotionsWithoutAlert().size();
        Load load = result.load();
        List<String> problems = new ArrayList<>();
        if (!(loop <= LARGEST_ERROR)) {
            problems.add("mae_loop is " + brief(loop) + ", at most " + LARGEST_ERROR + " is allowed");
        }
        if (!(loop <= LARGEST_SHARE * alone)) {
            problems.add(
                    "mae_loop is " + brief(loop / alone) + " of mae_alone, at most " + LARGEST_SHARE + " is allowed");
        }
        if (promoted < 1 || promoted > MOST_PROMOTIONS) {
            problems.add(promoted + " promotions, 1 to " + MOST_PROMOTIONS + " are allowed");
        }
        if (withoutAlert > 0) {
            problems.add(withoutAlert + " promotions were not caused by an alert");
        }
        if (load.failed() > 0) {
            problems.add(load.failed() + " requests failed, the first with " + load.firstFailure());
        }
        if (load.requests() < FEWEST_REQUESTS) {
            problems.add(load.requests() + " requests were made, at least " + FEWEST_REQUESTS + " are wanted");
        }
        if (took.compareTo(LONGEST) >= 0) {
            problems.add("it took " + took.toSeconds() + " s, less than " + LONGEST.toSeconds() + " are allowed");
        }
        return problems;
    }

    private static String numbers(LifecycleResult result) {
        return "days=" + result.errors().days().size()
                + " versions=" + result.versions().size()
                + " alerts=" + result.alerts().size()
                + " promoted=" + result.promotions().size()
                + " rolled_back=" + result.rolledBack()
                + " mae_alone=" + brief(result.errors().alone())
                + " mae_loop=" + brief(result.errors().loop())
                + " requests=" + result.load().requests()
                + " failed=" + result.load().failed();
    }

    private static String brief(double number) {
        return String.format(Locale.ROOT, "%.3f", number);
    }

    boolean holds() {
        return problems.isEmpty();
    }

    /** The last line of the example, for machines. */
    String line() {
        return holds()
                ? "lifecycle ok " + numbers
                : "lifecycle FAILED " + numbers + " problems: " + String.join("; ", problems);
    }
}
