package io.modelops.benchmarks.detection;

import io.modelops.statistics.change.DetectorTrial.Source;
import java.util.List;
import java.util.random.RandomGenerator;

/** A change of a stream of independent records. */
record Change(String name, boolean isOfEvents, Source before, Source after) {
    static final List<Change> ALL = List.of(
            numbers("mean shift by 0.5 deviations", random -> 0.5 + random.nextGaussian()),
            numbers("mean shift by 1 deviation", random -> 1 + random.nextGaussian()),
            numbers("variance shift: the deviation doubles", random -> 2 * random.nextGaussian()),
            new Change(
                    "the same, of the squared deviations",
                    false,
                    random -> square(random.nextGaussian()),
                    random -> square(2 * random.nextGaussian())),
            events("new category: unseen values from 0.1 % to 5 %", 0.001, 0.05),
            events("missing burst: missing values from 1 % to 10 %", 0.01, 0.1),
            events("prior shift: positive predictions from 20 % to 30 %", 0.2, 0.3),
            events("concept shift: errors from 10 % to 20 %", 0.1, 0.2));

    /** Smaller ones: windows tell more than single records. */
    static final List<Change> OF_WINDOWS = List.of(
            numbers("mean shift by 0.1 deviations", random -> 0.1 + random.nextGaussian()),
            numbers("mean shift by 0.25 deviations", random -> 0.25 + random.nextGaussian()),
            numbers("variance shift: the deviation grows by 10 %", random -> 1.1 * random.nextGaussian()),
            events("new category: unseen values from 0 to 1 %", 0, 0.01),
            events("missing burst: missing values from 1 % to 3 %", 0.01, 0.03),
            events("prior shift: positive predictions from 20 % to 25 %", 0.2, 0.25),
            events("concept shift: errors from 10 % to 13 %", 0.1, 0.13));

    private static Change numbers(String name, Source after) {
        return new Change(name, false, RandomGenerator::nextGaussian, after);
    }

    private static Change events(String name, double before, double after) {
        return new Change(
                name,
                true,
                random -> random.nextDouble() < before ? 1 : 0,
                random -> random.nextDouble() < after ? 1 : 0);
    }

    private static double square(double value) {
        return value * value;
    }
}
