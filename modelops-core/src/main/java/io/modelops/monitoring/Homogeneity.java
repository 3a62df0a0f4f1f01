package io.modelops.monitoring;

import io.modelops.statistics.ChiSquareHomogeneity;
import io.modelops.statistics.FisherExact;

/** Whether two samples that were counted in the same bins may come from the same source, by the test that fits them. */
final class Homogeneity {
    private static final double LEAST_EXPECTED = 5;

    private Homogeneity() {}

    /**
     * How likely so much of a difference is if nothing changed: by a chi-square test of homogeneity that pools rare bins;
     * by Fisher's exact test if there are but two bins with values and one of them is rare.
     */
    static double pValue(long[] n, long[] m) {
        int first = -1;
        int second = -1;
        for (int bin = 0; bin < n.length; bin++) {
            if (n[bin] + m[bin] > 0) {
                if (second >= 0) {
                    return ChiSquareHomogeneity.of(n, m).pValue();
                }
                second = first < 0 ? -1 : bin;
                first = first < 0 ? bin : first;
            }
        }
        if (second < 0 || !isRare(n, m, first, second)) {
            return ChiSquareHomogeneity.of(n, m).pValue();
        }
        return FisherExact.of(n[first], n[first] + n[second], m[first], m[first] + m[second])
                .pValue();
    }

    private static boolean isRare(long[] n, long[] m, int first, int second) {
        double all = (double) n[first] + n[second] + m[first] + m[second];
        double smallerSide = Math.min((double) n[first] + n[second], (double) m[first] + m[second]);
        double rarerBin = Math.min((double) n[first] + m[first], (double) n[second] + m[second]);
        return smallerSide > 0 && smallerSide * rarerBin / all < LEAST_EXPECTED;
    }
}
