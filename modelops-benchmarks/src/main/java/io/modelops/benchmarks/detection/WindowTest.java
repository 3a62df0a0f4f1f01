package io.modelops.benchmarks.detection;

import io.modelops.statistics.BinnedHomogeneity;
import io.modelops.statistics.Binning;
import io.modelops.statistics.ChiSquareHomogeneity;
import io.modelops.statistics.KolmogorovSmirnov;
import io.modelops.statistics.PopulationStability;
import io.modelops.statistics.Significance;
import io.modelops.statistics.WelchTest;
import java.util.List;

/** A test of a window of records against a reference. */
record WindowTest(String name, boolean needsNumbers, Comparison comparison) {
    static final List<WindowTest> ALL = List.of(
            new WindowTest("PSI, ten bins", false, (reference, current) -> {
                Binning bins = Binning.ofQuantiles(reference);
                return PopulationStability.of(bins.count(reference), bins.count(current));
            }),
            new WindowTest("χ², ten bins", false, (reference, current) -> {
                Binning bins = Binning.ofQuantiles(reference);
                return ChiSquareHomogeneity.of(bins.count(reference), bins.count(current));
            }),
            new WindowTest("χ² and empty bins, ten bins", false, (reference, current) -> {
                Binning bins = Binning.ofQuantiles(reference);
                return BinnedHomogeneity.of(bins.count(reference), bins.count(current));
            }),
            new WindowTest("Kolmogorov–Smirnov", true, KolmogorovSmirnov::of),
            new WindowTest("Welch", true, WelchTest::of));

    /** Compares two samples. */
    @FunctionalInterface
    interface Comparison {
        Significance of(double[] reference, double[] current);
    }
}
