package io.modelops.benchmarks.detection;

import io.modelops.statistics.change.DetectorTrial.Source;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/** How often a test of a window rejects at 1 %, by the size of the window. */
final class PowerTables {
    private static final List<Integer> SIZES = List.of(100, 1_000, 10_000);
    private static final int REFERENCE = 10_000;
    private static final int WINDOWS = 200;
    private static final double ALPHA = 0.01;

    private PowerTables() {}

    static String text() {
        StringBuilder text = new StringBuilder("| change | test | no change |");
        SIZES.forEach(size -> text.append(String.format(Locale.ROOT, " %,d records |", size)));
        text.append("\n|---|---|").append("--:|".repeat(SIZES.size() + 1)).append('\n');
        for (Change change : Change.OF_WINDOWS) {
            for (WindowTest test : WindowTest.ALL) {
                if (!change.isOfEvents() || !test.needsNumbers()) {
                    text.append("| ")
                            .append(change.name())
                            .append(" | ")
                            .append(test.name())
                            .append(" |");
                    text.append(rejected(test, change.before(), change.before(), SIZES.get(1)));
                    SIZES.forEach(size -> text.append(rejected(test, change.before(), change.after(), size)));
                    text.append('\n');
                }
            }
        }
        return text.append('\n').toString();
    }

    private static String rejected(WindowTest test, Source before, Source after, int size) {
        SplittableRandom random = new SplittableRandom(size);
        int rejected = 0;
        for (int window = 0; window < WINDOWS; window++) {
            double[] reference = sample(before, random, REFERENCE);
            rejected +=
                    test.comparison().of(reference, sample(after, random, size)).rejects(ALPHA) ? 1 : 0;
        }
        return String.format(Locale.ROOT, " %.0f %% |", 100.0 * rejected / WINDOWS);
    }

    private static double[] sample(Source source, SplittableRandom random, int size) {
        return DoubleStream.generate(() -> source.next(random)).limit(size).toArray();
    }
}
