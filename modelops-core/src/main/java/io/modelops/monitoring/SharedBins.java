package io.modelops.monitoring;

import io.modelops.model.FeatureKind;
import io.modelops.model.FeatureProfile;
import io.modelops.monitoring.ComparedFeature.Bin;
import io.modelops.monitoring.ComparedFeature.Role;
import io.modelops.statistics.Binning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bins that two summaries of a feature have in common, with the exact counts of both: ranges between the edges that
 * both have, and categories of which both counts are known. Nothing is estimated; what can't be told apart is put
 * together.
 */
record SharedBins(FeatureKind kind, List<Double> edges, List<Bin> bins, String remark) {
    static final String OTHER = "(other)";
    static final String MISSING = "(missing)";

    /** The bins in common; none, with the reason as remark, if the two can't be compared. */
    static SharedBins of(FeatureProfile reference, FeatureProfile current) {
        if (reference instanceof FeatureProfile.Numeric before && current instanceof FeatureProfile.Numeric after) {
            return ranges(before, after);
        }
        if (reference instanceof FeatureProfile.Categorical before
                && current instanceof FeatureProfile.Categorical after) {
            return categories(before, after);
        }
        return new SharedBins(kind(reference), List.of(), List.of(), "It is of another kind on each side.");
    }

    static FeatureKind kind(FeatureProfile profile) {
        if (profile instanceof FeatureProfile.Numeric) {
            return FeatureKind.NUMERIC;
        }
        return profile instanceof FeatureProfile.Categorical ? FeatureKind.CATEGORICAL : FeatureKind.OTHER;
    }

    private static SharedBins ranges(FeatureProfile.Numeric reference, FeatureProfile.Numeric current) {
        Set<Double> both = new LinkedHashSet<>(reference.edges());
        both.retainAll(new HashSet<>(current.edges()));
        List<Double> edges = both.stream().sorted().toList();
        boolean binned = !reference.edges().isEmpty() || !current.edges().isEmpty();
        if (edges.isEmpty() && binned) {
            return new SharedBins(
                    FeatureKind.NUMERIC,
                    List.of(),
                    List.of(),
                    "The two have no edge of a bin in common; summarise one in the bins of the other.");
        }
        long[] before = pooled(reference, edges);
        long[] after = pooled(current, edges);
        Binning labels =
                Binning.ofEdges(edges.stream().mapToDouble(Double::doubleValue).toArray());
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < before.length; bin++) {
            Role role = bin == labels.missingBin() ? Role.MISSING : Role.VALUE;
            bins.add(new Bin(labels.label(bin), role, before[bin], after[bin]));
        }
        int all = Math.max(reference.edges().size(), current.edges().size());
        String remark = edges.size() == all
                ? ""
                : "Only " + edges.size() + " of " + all + " edges are the same on both sides; bins between them are "
                        + "put together.";
        return new SharedBins(FeatureKind.NUMERIC, edges, bins, remark);
    }

    /** The counts between fewer edges; each remaining edge is one of the profile's own. */
    private static long[] pooled(FeatureProfile.Numeric profile, List<Double> edges) {
        long[] counts = new long[edges.size() + 2];
        double[] own = profile.edges().stream().mapToDouble(Double::doubleValue).toArray();
        for (int bin = 0; bin <= own.length; bin++) {
            double lower = bin == 0 ? Double.NEGATIVE_INFINITY : own[bin - 1];
            int target = (int) edges.stream().filter(edge -> edge <= lower).count();
            counts[target] += profile.counts().get(bin);
        }
        counts[counts.length - 1] = profile.counts().get(own.length + 1);
        return counts;
    }

    private static SharedBins categories(FeatureProfile.Categorical reference, FeatureProfile.Categorical current) {
        Counted before = new Counted(reference);
        Counted after = new Counted(current);
        Set<String> names = new LinkedHashSet<>(reference.categories());
        names.addAll(current.categories());
        List<Bin> bins = new ArrayList<>();
        long otherBefore = before.other;
        long otherAfter = after.other;
        int together = 0;
        for (String name : names) {
            if (before.knows(name) && after.knows(name)) {
                Role role = before.of(name) == 0 ? Role.UNSEEN : Role.VALUE;
                bins.add(new Bin(name, role, before.of(name), after.of(name)));
            } else {
                otherBefore += before.of(name);
                otherAfter += after.of(name);
                together++;
            }
        }
        // What only the overflow of one side holds is new if the reference had no overflow.
        Role overflow = before.other == 0 && together == 0 ? Role.UNSEEN : Role.OTHER;
        bins.add(new Bin(OTHER, overflow, otherBefore, otherAfter));
        bins.add(new Bin(MISSING, Role.MISSING, before.missing, after.missing));
        String remark = together == 0
                ? ""
                : together + " categories are among the others on one side and are put with them on both.";
        return new SharedBins(FeatureKind.CATEGORICAL, List.of(), bins, remark);
    }

    /** The ranges of numbers between the edges, or null if the bins are categories. */
    @Nullable
    Binning ranges() {
        return kind == FeatureKind.NUMERIC
                ? Binning.ofEdges(
                        edges.stream().mapToDouble(Double::doubleValue).toArray())
                : null;
    }

    long[] reference() {
        return bins.stream().mapToLong(Bin::reference).toArray();
    }

    long[] current() {
        return bins.stream().mapToLong(Bin::current).toArray();
    }

    /** A categorical summary, by name. */
    private static final class Counted {
        private final Map<String, Long> byName = new HashMap<>();
        private final long other;
        private final long missing;

        Counted(FeatureProfile.Categorical profile) {
            int known = profile.categories().size();
            for (int category = 0; category < known; category++) {
                byName.merge(
                        profile.categories().get(category), profile.counts().get(category), Long::sum);
            }
            other = profile.counts().get(known);
            missing = profile.counts().get(known + 1);
        }

        /** Whether the count of a category is known: it is listed, or nothing went unlisted. */
        boolean knows(String category) {
            return other == 0 || byName.containsKey(category);
        }

        long of(String category) {
            return byName.getOrDefault(category, 0L);
        }
    }
}
