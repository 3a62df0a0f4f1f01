package io.modelops.report.internal;

import io.modelops.model.FeatureKind;
import io.modelops.model.FeatureProfile;
import io.modelops.model.Profile;
import io.modelops.monitoring.ComparedFeature;
import io.modelops.monitoring.ComparisonReport;
import io.modelops.report.Distribution;
import io.modelops.report.Distribution.Detail;
import io.modelops.report.Distribution.Fact;
import io.modelops.report.Distribution.Shape;
import io.modelops.report.Distributions;
import io.modelops.report.Page;
import io.modelops.report.Tone;
import io.modelops.statistics.sketch.DistinctCount;
import io.modelops.statistics.sketch.HeavyHitters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A picture of each feature. The first of a long list are shown with all their numbers, the next ones folded away, then
 * the picture alone, and the end is left to the JSON: so a page stays small however many features there are.
 */
final class FeaturePictures {
    /** How many features are in the page; the JSON holds all. */
    static final int MOST = 500;

    private static final int MOST_FREQUENT = 5;
    private static final int OPEN = 6;
    private static final int IN_FULL = 20;
    private static final int RANGES_IN_FULL = 64;
    private static final int RANGES_IN_BRIEF = 16;
    private static final int CATEGORIES_IN_FULL = 16;
    private static final int CATEGORIES_IN_BRIEF = 4;

    private FeaturePictures() {}

    static Distributions of(ComparisonReport comparison) {
        List<Distribution> pictures = new ArrayList<>();
        for (ComparedFeature feature : comparison.features()) {
            if (pictures.size() < MOST) {
                boolean stable = feature.status() == ComparedFeature.Status.STABLE;
                pictures.add(of(feature, comparison, detail(pictures.size(), stable)));
            }
        }
        return of(title(comparison.features().size()), comparison, pictures);
    }

    /** The pictures of a few features that are all shown open, under a title of their own. */
    static Distributions open(String title, ComparisonReport comparison) {
        return of(
                title,
                comparison,
                comparison.features().stream()
                        .map(feature -> of(feature, comparison, Detail.OPEN))
                        .toList());
    }

    private static Distributions of(String title, ComparisonReport comparison, List<Distribution> pictures) {
        return new Distributions(
                title,
                Shortened.name(comparison.reference()),
                // An empty name would say that there is no other side.
                comparison.current().isBlank() ? "current" : Shortened.name(comparison.current()),
                pictures);
    }

    static Distributions of(Profile profile) {
        List<Distribution> pictures = new ArrayList<>();
        List<FeatureProfile> oddFirst = profile.features().stream()
                .sorted(Comparator.comparing(feature -> Oddities.of(feature).isEmpty()))
                .toList();
        for (FeatureProfile feature : oddFirst) {
            if (pictures.size() < MOST) {
                pictures.add(of(feature, detail(pictures.size(), false)));
            }
        }
        return new Distributions(title(profile.features().size()), "all rows", "", pictures);
    }

    /** What is found about a feature, in one sentence. */
    static String finding(ComparedFeature feature, ComparisonReport comparison) {
        String index = Double.isNaN(feature.effect())
                ? ""
                : comparison.measure().symbol() + " " + Numbers.brief(ComparisonPage.rounded(feature.effect()))
                        + " (limit " + Numbers.brief(comparison.threshold()) + ")"
                        + (Double.isNaN(feature.pValue()) ? "" : ", p " + probability(feature.pValue()));
        // What moved begins with the name of a bin, which is not to be written with a capital.
        String parts =
                Stream.of(index, moved(feature)).filter(part -> !part.isEmpty()).collect(Collectors.joining(": "));
        return (parts.isEmpty() ? feature.remark() : parts + ". " + feature.remark()).strip();
    }

    /** The bin of a feature that moved most, in words; empty if none did. */
    static String moved(ComparedFeature feature) {
        return DistributionPlot.moved(FeatureBins.of(feature, RANGES_IN_FULL));
    }

    static Page.Status status(ComparedFeature.Status status) {
        return switch (status) {
            case DRIFTED -> new Page.Status("DRIFTED", Tone.BAD);
            case REMOVED -> new Page.Status("GONE", Tone.BAD);
            case ADDED -> new Page.Status("NEW", Tone.UNSURE);
            case NOT_COMPARABLE -> new Page.Status("NOT COMPARABLE", Tone.UNSURE);
            case INSUFFICIENT_DATA -> new Page.Status("TOO LITTLE DATA", Tone.UNSURE);
            case STABLE -> new Page.Status("STABLE", Tone.GOOD);
        };
    }

    static String probability(double pValue) {
        return pValue < 0.001 ? "under 0.001" : Numbers.show(Math.round(pValue * 1000) / 1000.0);
    }

    private static String title(int features) {
        if (features == 1) {
            return "The only feature";
        }
        return features > MOST
                ? "The first " + MOST + " of " + features + " features; the JSON of this report holds all"
                : "All " + features + " features";
    }

    private static Detail detail(int rank, boolean calm) {
        if (rank < IN_FULL) {
            return rank < OPEN && !calm ? Detail.OPEN : Detail.FOLDED;
        }
        return Detail.BRIEF;
    }

    private static Distribution of(ComparedFeature feature, ComparisonReport comparison, Detail detail) {
        Shape shape = feature.kind() == FeatureKind.NUMERIC ? Shape.RANGES : Shape.CATEGORIES;
        String finding = finding(feature, comparison);
        return new Distribution(
                feature.name(),
                status(feature.status()),
                finding,
                shape,
                FeatureBins.of(feature, most(shape, detail)),
                feature.figures().stream()
                        .map(figure -> new Fact(figure.name(), figure.reference(), figure.current()))
                        .toList(),
                detail);
    }

    private static Distribution of(FeatureProfile feature, Detail detail) {
        Shape shape = feature instanceof FeatureProfile.Numeric ? Shape.RANGES : Shape.CATEGORIES;
        List<String> oddities = Oddities.of(feature);
        return new Distribution(
                feature.name(),
                oddities.isEmpty() ? null : new Page.Status("LOOK", Tone.UNSURE),
                oddities.isEmpty() ? "" : capital(String.join("; ", oddities)) + ".",
                shape,
                FeatureBins.of(feature, most(shape, detail)),
                facts(feature),
                detail);
    }

    private static List<Fact> facts(FeatureProfile feature) {
        List<Fact> facts = new ArrayList<>();
        facts.add(fact("Values", feature.total()));
        if (feature instanceof FeatureProfile.Numeric numbers) {
            facts.add(fact("Mean", numbers.mean()));
            facts.add(fact("Standard deviation", numbers.standardDeviation()));
            facts.add(fact("Least", numbers.min()));
            facts.add(fact("Greatest", numbers.max()));
        }
        DistinctCount distinct = feature.distinct();
        if (distinct != null) {
            facts.add(fact("Different values, about", Math.round(distinct.estimate())));
        }
        HeavyHitters frequent = feature.heavyHitters();
        if (frequent != null) {
            frequent.items().stream()
                    .limit(MOST_FREQUENT)
                    .forEach(
                            item -> facts.add(fact("Times that it is " + Shortened.label(item.value()), item.count())));
        }
        return facts;
    }

    private static Fact fact(String name, long count) {
        return fact(name, (double) count);
    }

    private static Fact fact(String name, double value) {
        return new Fact(name, value, Double.NaN);
    }

    private static int most(Shape shape, Detail detail) {
        boolean brief = detail == Detail.BRIEF;
        if (shape == Shape.RANGES) {
            return brief ? RANGES_IN_BRIEF : RANGES_IN_FULL;
        }
        return brief ? CATEGORIES_IN_BRIEF : CATEGORIES_IN_FULL;
    }

    private static String capital(String sentence) {
        if (sentence.isEmpty()) {
            return "";
        }
        int first = sentence.offsetByCodePoints(0, 1);
        return sentence.substring(0, first).toUpperCase(Locale.ROOT) + sentence.substring(first);
    }
}
