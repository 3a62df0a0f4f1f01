package io.modelops.monitoring;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Irregularities;
import io.modelops.statistics.Moments;
import io.modelops.statistics.MomentsAccumulator;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.Arrays;
import java.util.List;

/** The values of one column: how many fell in each bin, and the moments of those that are finite numbers. */
final class ColumnCounts implements WindowSummary<ColumnCounts> {
    private static final int BYTES = 120;

    private final long[] counts;
    private MomentsAccumulator moments = new MomentsAccumulator();

    ColumnCounts(int bins) {
        this.counts = new long[bins];
    }

    /** What a profile says of a column. */
    static ColumnCounts of(FeatureProfile profile) {
        ColumnCounts known = new ColumnCounts(profile.counts().size());
        for (int bin = 0; bin < known.counts.length; bin++) {
            known.counts[bin] = profile.counts().get(bin);
        }
        if (profile instanceof FeatureProfile.Numeric numeric && Double.isFinite(numeric.mean())) {
            known.moments.add(numeric.moments());
        }
        return known;
    }

    /** These values as a profile, in the bins of another one. */
    FeatureProfile asProfile(FeatureProfile bins) {
        List<Long> counted = Arrays.stream(counts).boxed().toList();
        if (bins instanceof FeatureProfile.Numeric numeric) {
            Moments finite = moments();
            long infinite = Math.max(0, samples() - missing() - finite.count());
            return new FeatureProfile.Numeric(
                    numeric.name(),
                    numeric.edges(),
                    counted,
                    finite.mean(),
                    finite.standardDeviation(),
                    finite.min(),
                    finite.max(),
                    new Irregularities(0, infinite, 0, 0, 0, 0),
                    null,
                    null);
        }
        return new FeatureProfile.Categorical(bins.name(), ((FeatureProfile.Categorical) bins).categories(), counted);
    }

    void add(int bin, double value) {
        counts[bin]++;
        moments.add(value);
    }

    @Override
    public void merge(ColumnCounts other) {
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] += other.counts[bin];
        }
        moments.add(other.moments.moments());
    }

    /** Not a copy: only to be read. */
    long[] counts() {
        return counts;
    }

    /** The moments of the finite numbers; those of no values if the column has categories. */
    Moments moments() {
        return moments.moments();
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

    @Override
    public void write(SketchWriter writer) {
        MonitorState.counts(writer, counts);
        MonitorState.moments(writer, moments);
    }

    @Override
    public void read(SketchReader reader) {
        System.arraycopy(MonitorState.counts(reader, counts.length), 0, counts, 0, counts.length);
        moments = MonitorState.moments(reader);
    }

    @Override
    public long bytes() {
        return BYTES + (long) Long.BYTES * counts.length;
    }
}
