package io.modelops.monitoring;

import io.modelops.constraint.ConstraintCounts;
import io.modelops.constraint.ConstraintReport;
import io.modelops.constraint.Constraints;
import io.modelops.model.Features;
import io.modelops.model.Profile;
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
}
