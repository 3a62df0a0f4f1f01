package io.modelops.report.internal;

import io.modelops.monitoring.ComparedFeature;
import io.modelops.monitoring.ComparedFeature.Role;
import io.modelops.monitoring.ComparedFeature.Status;
import io.modelops.monitoring.ComparisonReport;
import io.modelops.report.Tone;
import java.util.Optional;

/**
 * What a reader should do next, by a few fixed rules: broken data is looked at before a model is retrained on it, a loss
 * that was measured weighs more than a change of inputs, and no data is never good news.
 *
 * @param what what to do, in a few words
 * @param why the reason
 * @param tone how urgent it is
 */
record Advice(String what, String why, Tone tone) {
    /** From which growth on missing or unseen values point to a broken source and not to a changed world. */
    private static final double BROKEN = 0.05;

    static final Advice NOTHING = new Advice("Nothing", "All is as it should be.", Tone.GOOD);

    static Advice of(ComparisonReport report) {
        Optional<Advice> broken = brokenSource(report);
        if (broken.isPresent()) {
            return broken.get();
        }
        return switch (report.verdict()) {
            case FAIL ->
                new Advice(
                        "Find out why " + first(report) + " changed",
                        "If the change is real and lasts, retrain on data that has it.",
                        Tone.BAD);
            case INCONCLUSIVE ->
                new Advice("Wait for more data", "Each side needs " + report.minSamples() + " values.", Tone.UNSURE);
            case PASS -> NOTHING;
        };
    }

    /** A feature that is gone, or that is missing or unseen far more often than before. */
    static Optional<Advice> brokenSource(ComparisonReport report) {
        for (ComparedFeature feature : report.features()) {
            String name = Shortened.name(feature.name());
            if (feature.status() == Status.REMOVED) {
                return Optional.of(
                        new Advice("Find out why " + name + " is gone", "No value of it arrives any more.", Tone.BAD));
            }
            if (feature.status() == Status.DRIFTED && feature.growthOf(Role.MISSING) >= BROKEN) {
                return Optional.of(new Advice(
                        "Check where " + name + " comes from",
                        "It is missing " + points(feature, Role.MISSING)
                                + " more often than before: mend the data before you retrain on it.",
                        Tone.BAD));
            }
            if (feature.status() == Status.DRIFTED && feature.growthOf(Role.UNSEEN) >= BROKEN) {
                return Optional.of(new Advice(
                        "Check the new categories of " + name,
                        "The model never saw " + points(feature, Role.UNSEEN)
                                + " of its values: a typo or a change upstream, or something new to learn.",
                        Tone.BAD));
            }
        }
        return Optional.empty();
    }

    private static String points(ComparedFeature feature, Role role) {
        return Percent.show(feature.growthOf(role));
    }

    private static String first(ComparisonReport report) {
        return report.features().stream()
                .filter(feature -> feature.status() == Status.DRIFTED)
                .findFirst()
                .map(feature -> Shortened.name(feature.name()))
                .orElse("the data");
    }
}
