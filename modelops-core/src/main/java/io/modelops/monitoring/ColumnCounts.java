package io.modelops.monitoring;

import io.modelops.model.FeatureProfile;
import io.modelops.statistics.Moments;
import io.modelops.statistics.MomentsAccumulator;

/** The values of one column: how many fell in each bin, and the moments of those that are finite numbers. */
final class ColumnCounts implements WindowSummary<ColumnCounts> {
    private static final int BYTES = 150;

    private final long[] counts;
    private final double centre;
    private final double scale;
    private final MomentsAccumulator moments = new MomentsAccumulator();

    /** The sums of the third and fourth powers of the finite values, in scales from the centre. */
    private double cubes;

    private double fourths;

    /**
     * No values.
     *
     * @param bins how many bins there are
     * @param centre about where the values lie, so that powers of them keep their digits
     * @param scale about how far apart they are, above 0
     */
    ColumnCounts(int bins, double centre, double scale) {
        this.counts = new long[bins];
        this.centre = centre;
        this.scale = scale;
    }

    /** What a profile says of a column. */
    static ColumnCounts of(FeatureProfile profile) {
        ColumnCounts known = new ColumnCounts(profile.counts().size(), 0, 1);
        for (int bin = 0; bin < known.counts.length; bin++) {
            known.counts[bin] = profile.counts().get(bin);
        }
        if (profile instanceof FeatureProfile.Numeric numeric && Double.isFinite(numeric.mean())) {
            known.moments.add(numeric.moments());
        }
        return known;
    }

    void add(int bin, double value) {
        counts[bin]++;
        moments.add(value);
        double deviation = (value - centre) / scale;
        if (Math.abs(deviation) <= Double.MAX_VALUE) {
            double cube = deviation * deviation * deviation;
            cubes += cube;
            fourths += cube * deviation;
        }
    }

    @Override
    public void merge(ColumnCounts other) {
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] += other.counts[bin];
        }
        moments.add(other.moments.moments());
        cubes += other.cubes;
        fourths += other.fourths;
    }

    /** Not a copy: only to be read. */
    long[] counts() {
        return counts;
    }

    /** The moments of the finite numbers; those of no values if the column has categories. */
    Moments moments() {
        return moments.moments();
    }

    /** The kurtosis of the finite numbers that were added one by one: 3 if they are normal, NaN if they don't differ. */
    double kurtosis() {
        Moments all = moments();
        double mean = (all.mean() - centre) / scale;
        double variance = all.populationVariance() / (scale * scale);
        double square = variance + mean * mean;
        double fourth = fourths / all.count()
                - 4 * mean * cubes / all.count()
                + 6 * mean * mean * square
                - 3 * mean * mean * mean * mean;
        return fourth / (variance * variance);
    }

    long missing() {
        return counts[counts.length - 1];
    }

    long samples() {
        long samples = 0;
        for (long count : counts) {
            samples += count;
        }
        return samples;
    }

    long bytes() {
        return BYTES + (long) Long.BYTES * counts.length;
    }
}
