package io.modelops.monitoring;

import io.modelops.model.FeatureKind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One feature of two data sets side by side, in the bins that both share.
 *
 * @param name the name of the feature
 * @param kind what its values mean
 * @param status what is found
 * @param effect how far the two sides are apart by the measure of the report; NaN if they could not be compared
 * @param pValue how likely so much of a difference is if nothing changed, corrected for the number of features; NaN if
 *     nothing was tested
 * @param importance how much the model relies on the feature, 0 or more; NaN if not known
 * @param edges the inner edges of the bins of a numeric feature, ascending; empty for one without bins of ranges
 * @param bins the bins with the counts of both sides; of a numeric feature the {@code edges.size() + 1} ranges come first
 * @param figures numbers about both sides, in order
 * @param remark why the sides could not be compared or which bins were put together, empty for none
 */
public record ComparedFeature(
        String name,
        FeatureKind kind,
        Status status,
        double effect,
        double pValue,
        double importance,
        List<Double> edges,
        List<Bin> bins,
        List<Figure> figures,
        String remark) {
    /** What is found about a feature. */
    public enum Status {
        /** The difference is large enough to matter, and it is not chance. */
        DRIFTED,
        /** Only the reference has the feature. */
        REMOVED,
        /** Only the other side has the feature. */
        ADDED,
        /** The sides were counted in bins that have too little in common. */
        NOT_COMPARABLE,
        /** One side has too few values to tell. */
        INSUFFICIENT_DATA,
        /** No difference that matters. */
        STABLE
    }

    /** Which values a bin holds. */
    public enum Role {
        /** Values of a range or of one category. */
        VALUE,
        /** Values of a category that the reference never had. */
        UNSEEN,
        /** Values of all categories that are not counted each for itself. */
        OTHER,
        /** Missing values. */
        MISSING
    }

    /**
     * One bin.
     *
     * @param label which values it holds
     * @param role what they are
     * @param reference how many values of the reference lie in it
     * @param current how many values of the other side lie in it
     */
    public record Bin(String label, Role role, long reference, long current) {}

    /**
     * A number about both sides.
     *
     * @param name what it is
     * @param reference its value in the reference, NaN if not known
     * @param current its value on the other side, NaN if not known
     */
    public record Figure(String name, double reference, double current) {}

    /**
     * Copies and keeps the parts.
     *
     * @param name the name of the feature
     * @param kind what its values mean
     * @param status what is found
     * @param effect how far the two sides are apart
     * @param pValue the corrected p-value
     * @param importance how much the model relies on the feature
     * @param edges the inner edges of the bins of a numeric feature
     * @param bins the bins with the counts of both sides
     * @param figures numbers about both sides
     * @param remark why the sides could not be compared or which bins were put together
     */
    public ComparedFeature {
        edges = List.copyOf(edges);
        bins = List.copyOf(bins);
        figures = List.copyOf(figures);
    }

    /**
     * How many values the reference has.
     *
     * @return the sum over the bins
     */
    public long referenceTotal() {
        return bins.stream().mapToLong(Bin::reference).sum();
    }

    /**
     * How many values the other side has.
     *
     * @return the sum over the bins
     */
    public long currentTotal() {
        return bins.stream().mapToLong(Bin::current).sum();
    }

    /**
     * The bin whose share moved most.
     *
     * @return the bin; empty if one side has no values, or no share moved
     */
    public Optional<Bin> mostMoved() {
        double n = referenceTotal();
        double m = currentTotal();
        return bins.stream()
                .filter(bin -> n > 0 && m > 0 && bin.reference() / n != bin.current() / m)
                .max(Comparator.comparingDouble(bin -> Math.abs(bin.current() / m - bin.reference() / n)));
    }

    /**
     * By how much the share of some values grew.
     *
     * @param role what the values are
     * @return the difference of the shares, -1..1; NaN if one side has no values
     */
    public double growthOf(Role role) {
        double before = bins.stream()
                .filter(bin -> bin.role() == role)
                .mapToLong(Bin::reference)
                .sum();
        double after = bins.stream()
                .filter(bin -> bin.role() == role)
                .mapToLong(Bin::current)
                .sum();
        return after / currentTotal() - before / referenceTotal();
    }
}
