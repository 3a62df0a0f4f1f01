package io.modelops.statistics;

import io.modelops.calibrate.CalibrateRun;
import io.modelops.calibrate.Claim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the test of drift makes of categories that a reference never had: where they are chance, and where they are news. */
@Tag("calibrate")
class UnseenCategoryCalibrationTest {
    private static final double[] TEN = shares(10, 0);

    @Test
    void of_longTailWithoutDrift_rejectsAtMostAtTheStatedRate() {
        noDrift("zipf", shares(1_000, 1), 1_000, 1_000);
        noDrift("steep-tail", shares(200, 2), 1_000, 1_000);
        noDrift("names", shares(2_000, 0), 1_000, 1_000);
        noDrift("long-window", shares(200, 1.5), 1_000, 3_000);
    }

    @Test
    void of_rareCategoriesWithoutDrift_rejectsAboutAtTheStatedRate() {
        double[] rare = {0.3, 0.3, 0.2, 0.1, 0.09, 0.002, 0.002, 0.002, 0.002, 0.002};
        int trials = CalibrateRun.of(300, 5_000);

        Claim.about(
                        "homogeneity-rare-categories",
                        0.05,
                        0.5,
                        rejections(rare, rare, 1_000, 1_000, 0.05, trials),
                        trials)
                .check();
        Claim.about(
                        "homogeneity-rare-categories-long-reference",
                        0.05,
                        0.5,
                        rejections(rare, rare, 10_000, 1_000, 0.05, trials),
                        trials)
                .check();
    }

    @Test
    void of_newCategoryOfOnePercent_isFoundAmongAThousand() {
        double[] changed =
                Arrays.copyOf(Arrays.stream(TEN).map(share -> 0.99 * share).toArray(), 11);
        changed[10] = 0.01;
        int trials = CalibrateRun.of(100, 1_000);

        Claim.atLeast(
                        "homogeneity-new-category-power",
                        0.9,
                        rejections(Arrays.copyOf(TEN, 11), changed, 10_000, 1_000, 0.01, trials),
                        trials)
                .check();
    }

    private static void noDrift(String name, double[] shares, int n, int m) {
        int trials = CalibrateRun.of(200, 5_000);
        // Where nearly all is rare there is nothing left to tell, so the rate is lower there; it must not be higher.
        Claim.atMost("homogeneity-" + name, 0.055, rejections(shares, shares, n, m, 0.05, trials), trials)
                .check();
    }

    /** As a profile counts: categories that the reference has, and one bin for those that it has not. */
    private static int rejections(double[] before, double[] now, int n, int m, double alpha, int trials) {
        SplittableRandom random = new SplittableRandom(Arrays.hashCode(before) + n);
        int rejections = 0;
        for (int trial = 0; trial < trials; trial++) {
            long[] reference = drawn(before, n, random);
            long[] current = drawn(now, m, random);
            List<Integer> known = new ArrayList<>();
            IntStream.range(0, reference.length)
                    .filter(bin -> reference[bin] > 0)
                    .forEach(known::add);
            long[] counted = known.stream().mapToLong(bin -> reference[bin]).toArray();
            long[] compared = known.stream().mapToLong(bin -> current[bin]).toArray();
            long unseen = m - Arrays.stream(compared).sum();
            compared = Arrays.copyOf(compared, compared.length + 1);
            compared[compared.length - 1] = unseen;
            rejections += BinnedHomogeneity.of(Arrays.copyOf(counted, counted.length + 1), compared)
                            .rejects(alpha)
                    ? 1
                    : 0;
        }
        return rejections;
    }

    private static long[] drawn(double[] shares, int rows, SplittableRandom random) {
        double[] cumulative = shares.clone();
        Arrays.parallelPrefix(cumulative, Double::sum);
        long[] counts = new long[shares.length];
        for (int row = 0; row < rows; row++) {
            int found = Arrays.binarySearch(cumulative, random.nextDouble());
            counts[Math.min(shares.length - 1, found < 0 ? -found - 1 : found)]++;
        }
        return counts;
    }

    private static double[] shares(int categories, double exponent) {
        double[] weights = IntStream.rangeClosed(1, categories)
                .mapToDouble(rank -> Math.pow(rank, -exponent))
                .toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
