package io.modelops.constraint;

import io.modelops.model.Feature;
import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.Profile;
import io.modelops.model.Quoted;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts rows for some rules, without keeping a row. What two parts of the rows have counted adds up to what all of them
 * have. Not safe for use by several threads.
 *
 * @param <I> the type of the rows
 */
public final class ConstraintCounts<I> {
    private final Constraints constraints;
    private final List<RuleCount> counts = new ArrayList<>();
    private final Map<Feature<I>, List<RuleCount>> byFeature = new LinkedHashMap<>();
    private final ReadValue value = new ReadValue();
    private long rows;

    /**
     * Starts with no row and no reference, so that {@code unseen} is unknown, and {@code out_of_range} where no range is
     * declared.
     *
     * @param constraints the rules
     * @param features the features of the rows
     */
    public ConstraintCounts(Constraints constraints, Features<I> features) {
        this(constraints, features, null);
    }

    /**
     * Starts with no row.
     *
     * @param constraints the rules
     * @param features the features of the rows
     * @param reference tells which categories and, where no range is declared, which range a feature has had; null for none
     */
    public ConstraintCounts(Constraints constraints, Features<I> features, @Nullable Profile reference) {
        this.constraints = constraints;
        for (Constraint constraint : constraints.all()) {
            Feature<I> feature = features.find(constraint.feature()).orElse(null);
            RuleCount count = feature == null
                    ? new RuleCount.Nothing("there is no feature " + Quoted.of(constraint.feature()))
                    : RuleCount.of(constraint, new Known(feature, known(reference, constraint)));
            counts.add(count);
            if (feature != null) {
                byFeature.computeIfAbsent(feature, first -> new ArrayList<>()).add(count);
            }
        }
    }

    /**
     * Counts a row. A value whose reading fails counts as one of another type.
     *
     * @param row the row
     */
    public void add(I row) {
        rows++;
        byFeature.forEach((feature, rules) -> {
            value.read(feature, row);
            rules.forEach(rule -> rule.add(value));
        });
    }

    /**
     * Adds what another one has counted, of the same rules and features; that one stays as it is.
     *
     * @param other the other one
     */
    public void merge(ConstraintCounts<I> other) {
        rows += other.rows;
        for (int rule = 0; rule < counts.size(); rule++) {
            counts.get(rule).merge(other.counts.get(rule));
        }
    }

    /**
     * Writes what was counted, to be read by another one of the same rules and features.
     *
     * @param writer takes it
     */
    public void write(SketchWriter writer) {
        writer.count(rows).count(counts.size());
        counts.forEach(rule -> rule.write(writer));
    }

    /**
     * Adds what another one of the same rules and features wrote.
     *
     * @param reader gives it
     * @throws IllegalArgumentException if it was written for other rules, or is damaged; what this has counted is of no use
     *     then
     */
    public void read(SketchReader reader) {
        rows += reader.count();
        long rules = reader.count();
        if (rules != counts.size()) {
            throw new IllegalArgumentException("counts are of " + rules + " rules; expected " + counts.size());
        }
        counts.forEach(rule -> rule.read(reader));
    }

    /**
     * How much memory the counts take, however many rows there were.
     *
     * @return about how many bytes
     */
    public long retainedBytes() {
        return 64 + counts.stream().mapToLong(RuleCount::retainedBytes).sum();
    }

    /**
     * How many rows were counted.
     *
     * @return the number of rows
     */
    public long rows() {
        return rows;
    }

    /**
     * Judges the rows so far.
     *
     * @return one result for each rule
     */
    public ConstraintReport report() {
        List<ConstraintResult> results = new ArrayList<>();
        for (int rule = 0; rule < counts.size(); rule++) {
            Constraint constraint = constraints.all().get(rule);
            Evidence evidence = constraint.feature().isEmpty()
                    ? Evidence.of(Bracket.exactly(rows), rows)
                    : counts.get(rule).evidence();
            results.add(evidence.judge(constraint, constraints.minimumRows()));
        }
        return new ConstraintReport(results);
    }

    private static @Nullable FeatureProfile known(@Nullable Profile reference, Constraint constraint) {
        return reference == null ? null : reference.find(constraint.feature()).orElse(null);
    }
}
