package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;

/**
 * Whether a current sample comes from the distribution of a reference, both counted in the bins of the reference: the
 * {@linkplain ChiSquareHomogeneity chi-square test}, completed where it says nothing or too much.
 *
 * <p>Pooling bins that are rare hides a new category: ten values in a bin that had none among ten thousand are pooled with
 * the rarest bin that is common enough. So values in bins that the reference left empty are a question of its own: the share
 * of those bins is compared by {@linkplain FisherExact Fisher's exact test}, and the two p-values are combined by
 * Bonferroni's inequality with the weights 9 of 10 for the chi-square test and 1 of 10 for the other, so that neither a shift
 * among many bins nor a new one costs much power.
 *
 * <p>That a bin is empty in the reference tells nothing if many are nearly so, as names of streets are: new ones are to be
 * expected then. Therefore bins that are as rare belong to the new ones in both tests: those with at most as many values in
 * both samples together as the new bins have, with an expected count of at most 5 in the reference and a count below 10
 * there. Without that, a long tail of categories would look changed in every sample.
 *
 * <p>If but two bins have values and one is rare, the p-value is that of Fisher's exact test.
 *
 * @param pValue the probability of a difference this large when nothing changed; 1 when there is a single bin, {@code NaN}
 *     when either sample is empty
 * @param sharesPValue the p-value of the chi-square test
 * @param unseenPValue the p-value of the test of bins that the reference left empty; 1 if the current sample did so too,
 *     {@code NaN} when either sample is empty
 */
public record BinnedHomogeneity(double pValue, double sharesPValue, double unseenPValue) implements Significance {
    private static final double LEAST_EXPECTED = 5;
    /** So many in the reference make a bin common, however rare it became. */
    private static final long COMMON = 10;

    private static final double WEIGHT_OF_UNSEEN = 0.1;

    /**
     * Compares two samples that were counted in the same bins.
     *
     * @param reference the counts of the reference, one per bin
     * @param current the counts of the current sample, one per bin
     * @return the result; not symmetric, as bins are those of the reference
     * @throws IllegalArgumentException if the lengths differ or a count is negative
     */
    public static BinnedHomogeneity of(long[] reference, long[] current) {
        Arguments.sameLength("reference", reference.length, "current", current.length);
        long n = Arguments.total("reference", reference);
        long m = Arguments.total("current", current);
        if (n == 0 || m == 0) {
            return new BinnedHomogeneity(Double.NaN, Double.NaN, Double.NaN);
        }
        long unseen = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            unseen += reference[bin] == 0 ? current[bin] : 0;
        }
        if (unseen == 0) {
            double pValue = shares(reference, current);
            return new BinnedHomogeneity(pValue, pValue, 1);
        }
        double rare = Math.min((double) unseen, LEAST_EXPECTED * ((double) n + m) / n);
        long[] before = reference.clone();
        long[] now = current.clone();
        long unseenBefore = 0;
        long unseenNow = 0;
        for (int bin = 0; bin < before.length; bin++) {
            if (before[bin] == 0 || (before[bin] < COMMON && before[bin] + now[bin] <= rare)) {
                unseenBefore += before[bin];
                unseenNow += now[bin];
                before[bin] = 0;
                now[bin] = 0;
            }
        }
        // Any bin of those that are now empty will do.
        int first = 0;
        while (before[first] + now[first] > 0) {
            first++;
        }
        before[first] = unseenBefore;
        now[first] = unseenNow;
        double shares = shares(before, now);
        double ofUnseen = FisherExact.of(unseenBefore, n, unseenNow, m).pValue();
        return new BinnedHomogeneity(
                PopulationStability.occupiedBins(before, now) <= 2 ? shares : combined(shares, ofUnseen),
                shares,
                ofUnseen);
    }

    private static double combined(double shares, double unseen) {
        return Math.min(1, Math.min(shares / (1 - WEIGHT_OF_UNSEEN), unseen / WEIGHT_OF_UNSEEN));
    }

    /** The chi-square test, or the exact one of two bins of which one is rare. */
    private static double shares(long[] reference, long[] current) {
        int first = -1;
        int second = -1;
        for (int bin = 0; bin < reference.length; bin++) {
            if (reference[bin] + current[bin] > 0) {
                if (second >= 0) {
                    return ChiSquareHomogeneity.of(reference, current).pValue();
                }
                second = first < 0 ? -1 : bin;
                first = first < 0 ? bin : first;
            }
        }
        if (second < 0 || !isRare(reference, current, first, second)) {
            return ChiSquareHomogeneity.of(reference, current).pValue();
        }
        return FisherExact.of(
                        reference[first],
                        reference[first] + reference[second],
                        current[first],
                        current[first] + current[second])
                .pValue();
    }

    private static boolean isRare(long[] n, long[] m, int first, int second) {
        double all = (double) n[first] + n[second] + m[first] + m[second];
        double smallerSide = Math.min((double) n[first] + n[second], (double) m[first] + m[second]);
        double rarerBin = Math.min((double) n[first] + m[first], (double) n[second] + m[second]);
        return smallerSide > 0 && smallerSide * rarerBin / all < LEAST_EXPECTED;
    }
}
