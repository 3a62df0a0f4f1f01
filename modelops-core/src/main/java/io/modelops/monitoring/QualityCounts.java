package io.modelops.monitoring;

import io.modelops.constraint.ConstraintCounts;
import io.modelops.constraint.ConstraintReport;
import io.modelops.constraint.Constraints;
import io.modelops.model.Features;
import io.modelops.model.Profile;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import org.jspecify.annotations.Nullable;

/** What a part of a window tells about rules. */
final class QualityCounts<I> implements WindowSummary<QualityCounts<I>> {
    private final ConstraintCounts<I> counts;

    QualityCounts(Constraints rules, Features<I> features, @Nullable Profile reference) {
        this.counts = new ConstraintCounts<>(rules, features, reference);
    }

    void add(I input) {
        counts.add(input);
    }

    @Override
    public void merge(QualityCounts<I> other) {
        counts.merge(other.counts);
    }

    long rows() {
        return counts.rows();
    }

    ConstraintReport report() {
        return counts.report();
    }

    @Override
    public void write(SketchWriter writer) {
        counts.write(writer);
    }

    @Override
    public void read(SketchReader reader) {
        counts.read(reader);
    }

    @Override
    public long bytes() {
        return counts.retainedBytes();
    }
}
