package io.modelops.report.internal;

import io.modelops.model.FeatureKind;
import io.modelops.model.FeatureProfile;
import io.modelops.monitoring.ComparedFeature;
import io.modelops.monitoring.ComparedFeature.Role;
import io.modelops.report.Distribution.Bin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/** The bins of a feature as they are shown: in words, as shares, and no more of them than can be read. */
final class FeatureBins {
    private static final String EXACTLY = "exactly ";
    private static final double FARTHEST = 4;
    private static final String ALL = "all values";

    private FeatureBins() {}

    /** The bins of both sides; ranges and categories beyond the limit are put together. */
    static List<Bin> of(ComparedFeature feature, int most) {
        double n = feature.referenceTotal();
        double m = feature.currentTotal();
        double least = figures(feature, "Least").min().orElse(Double.NaN);
        double greatest = figures(feature, "Greatest").max().orElse(Double.NaN);
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < feature.bins().size(); bin++) {
            ComparedFeature.Bin one = feature.bins().get(bin);
            boolean range = feature.kind() == FeatureKind.NUMERIC && one.role() == Role.VALUE;
            double before = one.reference() / n;
            double after = one.current() / m;
            bins.add(
                    range
                            ? range(feature.edges(), bin, before, after, least, greatest)
                            : new Bin(label(one), before, after, one.role() != Role.VALUE));
        }
        return feature.kind() == FeatureKind.NUMERIC
                ? fewerRanges(bins, feature.edges(), most)
                : fewerCategories(bins, most);
    }

    /** The bins of one side. */
    static List<Bin> of(FeatureProfile profile, int most) {
        double total = profile.total();
        List<Long> counts = profile.counts();
        List<Bin> bins = new ArrayList<>();
        if (profile instanceof FeatureProfile.Numeric numbers) {
            for (int bin = 0; bin <= numbers.edges().size(); bin++) {
                bins.add(
                        range(numbers.edges(), bin, counts.get(bin) / total, Double.NaN, numbers.min(), numbers.max()));
            }
            bins.add(alone("missing", counts.get(counts.size() - 1) / total, true));
            return fewerRanges(bins, numbers.edges(), most);
        }
        if (profile instanceof FeatureProfile.Categorical categories) {
            int known = categories.categories().size();
            for (int bin = 0; bin < known; bin++) {
                bins.add(alone(categories.categories().get(bin), counts.get(bin) / total, false));
            }
            bins.add(alone("other categories", counts.get(known) / total, true));
            bins.add(alone("missing", counts.get(known + 1) / total, true));
        }
        return fewerCategories(bins, most);
    }

    /** The values of both sides of a figure, as far as they are known. */
    private static DoubleStream figures(ComparedFeature feature, String name) {
        return feature.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .flatMapToDouble(figure -> DoubleStream.of(figure.reference(), figure.current()))
                .filter(Double::isFinite);
    }

    /** A range; the open ones at the ends reach to the last value, unless that lies far out. */
    private static Bin range(
            List<Double> edges, int bin, double reference, double current, double least, double greatest) {
        double from = Double.NaN;
        double to = Double.NaN;
        int last = edges.size() - 1;
        if (last >= 1) {
            double first = edges.get(0);
            double end = edges.get(last);
            double low = first - FARTHEST * (edges.get(1) - first);
            double high = end + FARTHEST * (end - edges.get(last - 1));
            from = bin == 0 ? (least < first ? Math.max(least, low) : low) : edges.get(bin - 1);
            to = bin > last ? (greatest > end ? Math.min(greatest, high) : high) : edges.get(bin);
        }
        return new Bin(range(edges, bin), reference, current, false, from, to);
    }

    private static Bin alone(String label, double share, boolean apart) {
        return new Bin(label, share, Double.NaN, apart);
    }

    private static String label(ComparedFeature.Bin bin) {
        return switch (bin.role()) {
            case MISSING -> "missing";
            case OTHER -> "other categories";
            case UNSEEN ->
                bin.label().equals("(other)") ? "unseen categories" : Shortened.label(bin.label()) + " (unseen before)";
            case VALUE -> bin.label();
        };
    }

    /** A range in words. */
    static String range(List<Double> edges, int bin) {
        if (edges.isEmpty()) {
            return ALL;
        }
        if (bin == 0) {
            return "below " + edge(edges, 0);
        }
        if (bin == edges.size()) {
            return edge(edges, bin - 1) + " and more";
        }
        double from = edges.get(bin - 1);
        return edges.get(bin) == Math.nextUp(from)
                ? EXACTLY + edge(edges, bin - 1)
                : edge(edges, bin - 1) + " to " + edge(edges, bin);
    }

    /** An edge with as few digits as tell it from those beside it. */
    private static String edge(List<Double> edges, int index) {
        double edge = edges.get(index);
        if (isTold(edges, index, Numbers::brief)) {
            return Numbers.brief(edge);
        }
        return isTold(edges, index, Numbers::show) ? Numbers.show(edge) : Double.toString(edge);
    }

    private static boolean isTold(List<Double> edges, int index, DoubleFunction<String> words) {
        return (index == 0 || isSameOrTold(edges.get(index - 1), edges.get(index), words))
                && (index == edges.size() - 1 || isSameOrTold(edges.get(index), edges.get(index + 1), words));
    }

    /** Edges without a number between them hold one number alone, and are called the same. */
    private static boolean isSameOrTold(double edge, double next, DoubleFunction<String> words) {
        return next == Math.nextUp(edge) || !words.apply(edge).equals(words.apply(next));
    }

    private static List<Bin> fewerRanges(List<Bin> bins, List<Double> edges, int most) {
        List<Bin> ranges = bins.stream().filter(bin -> !bin.apart()).toList();
        if (ranges.stream().anyMatch(bin -> bin.label().startsWith(EXACTLY)) && ranges.size() <= most) {
            // Between single values there is often nothing, and gaps would look like part of the shape.
            return bins.stream().filter(bin -> bin.apart() || size(bin) > 0).toList();
        }
        if (ranges.size() <= most) {
            return bins;
        }
        int together = (ranges.size() + most - 1) / most;
        List<Double> kept = new ArrayList<>();
        for (int edge = together - 1; edge < edges.size(); edge += together) {
            kept.add(edges.get(edge));
        }
        List<Bin> fewer = new ArrayList<>();
        for (int first = 0; first < ranges.size(); first += together) {
            List<Bin> part = ranges.subList(first, Math.min(ranges.size(), first + together));
            Bin sum = sum(range(kept, fewer.size()), part, false);
            fewer.add(new Bin(
                    sum.label(),
                    sum.reference(),
                    sum.current(),
                    false,
                    part.get(0).from(),
                    part.get(part.size() - 1).to()));
        }
        bins.stream().filter(Bin::apart).forEach(fewer::add);
        return fewer;
    }

    /** The largest on either side and the one that moved most are kept, in their order. */
    private static List<Bin> fewerCategories(List<Bin> bins, int most) {
        List<Bin> categories = bins.stream().filter(bin -> !isRest(bin)).toList();
        List<Bin> fewer = new ArrayList<>();
        if (categories.size() <= most) {
            fewer.addAll(categories);
        } else {
            Set<Bin> kept = new HashSet<>();
            categories.stream()
                    .max(Comparator.comparingDouble(FeatureBins::moved))
                    .ifPresent(kept::add);
            categories.stream()
                    .sorted(Comparator.comparingDouble(FeatureBins::size).reversed())
                    .limit(most - 1L)
                    .forEach(kept::add);
            categories.stream().filter(kept::contains).forEach(fewer::add);
            List<Bin> rest =
                    categories.stream().filter(bin -> !kept.contains(bin)).toList();
            fewer.add(sum(rest.size() + " further categories", rest, true));
        }
        bins.stream()
                .filter(FeatureBins::isRest)
                .filter(bin -> size(bin) > 0 || bin.label().equals("missing"))
                .forEach(fewer::add);
        return fewer;
    }

    private static boolean isRest(Bin bin) {
        return bin.apart()
                && (bin.label().equals("missing")
                        || bin.label().equals("other categories")
                        || bin.label().equals("unseen categories"));
    }

    private static double moved(Bin bin) {
        double moved = Math.abs(bin.current() - bin.reference());
        return Double.isNaN(moved) ? 0 : moved;
    }

    private static double size(Bin bin) {
        double current = Double.isNaN(bin.current()) ? 0 : bin.current();
        return Math.max(Double.isNaN(bin.reference()) ? 0 : bin.reference(), current);
    }

    private static Bin sum(String label, List<Bin> bins, boolean apart) {
        return new Bin(
                label,
                bins.stream().mapToDouble(Bin::reference).sum(),
                bins.stream().mapToDouble(Bin::current).sum(),
                apart);
    }
}
