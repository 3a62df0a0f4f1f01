package io.modelops.report.internal;

import io.modelops.model.Verdict;
import io.modelops.model.internal.Json;
import io.modelops.monitoring.ComparedFeature;
import io.modelops.monitoring.ComparedFeature.Status;
import io.modelops.monitoring.ComparisonReport;
import io.modelops.monitoring.EffectSize;
import io.modelops.report.Briefing;
import io.modelops.report.Cell;
import io.modelops.report.Page;
import io.modelops.report.Paragraph;
import io.modelops.report.Section;
import io.modelops.report.Table;
import io.modelops.report.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two data sets side by side as a page. */
public final class ComparisonPage {
    private static final int RANKED = 10;
    private static final int LEAST_RANKED = 5;

    private ComparisonPage() {}

    /**
     * Lays a report out.
     *
     * @param report the report
     * @return the page
     */
    public static Page of(ComparisonReport report) {
        List<Section> sections = new ArrayList<>();
        sections.add(Section.of("In short", briefing(report), ranking(report)));
        sections.add(Section.of("Features", FeaturePictures.of(report)));
        sections.add(Section.of("How it was judged", Paragraph.of(rules(report))));
        return new Page(
                report.title(),
                "How " + Shortened.name(report.current()) + " differs from " + Shortened.name(report.reference()) + ".",
                new Page.Status(word(report.verdict()), Tone.of(report.verdict())),
                sections);
    }

    /**
     * Writes a report for programs.
     *
     * @param report the report
     * @return the JSON
     */
    public static String json(ComparisonReport report) {
        return Json.MAPPER.writeValueAsString(report);
    }

    /** The features that matter most, in a table. */
    static Table ranking(ComparisonReport report) {
        boolean weighed = report.features().stream().anyMatch(feature -> !Double.isNaN(feature.importance()));
        List<String> columns =
                new ArrayList<>(List.of("Status", "Feature", report.measure().symbol(), "p"));
        if (weighed) {
            columns.add("Importance");
        }
        columns.add("What moved most");
        List<List<Cell>> rows = new ArrayList<>();
        long ranked = Math.max(LEAST_RANKED, Math.min(RANKED, report.features().size() - report.count(Status.STABLE)));
        for (ComparedFeature feature : report.features().stream().limit(ranked).toList()) {
            Page.Status status = FeaturePictures.status(feature.status());
            List<Cell> row = new ArrayList<>();
            row.add(new Cell.Status(status.text(), status.tone()));
            row.add(new Cell.Text(Shortened.name(feature.name())));
            row.add(new Cell.Numeric(Numbers.rounded(rounded(feature.effect()))));
            row.add(new Cell.Text(
                    Double.isNaN(feature.pValue()) ? "–" : FeaturePictures.probability(feature.pValue())));
            if (weighed) {
                row.add(new Cell.Numeric(feature.importance()));
            }
            String moved = FeaturePictures.moved(feature);
            row.add(new Cell.Text(moved.isEmpty() ? feature.remark() : moved));
            rows.add(row);
        }
        String caption = report.features().size() > ranked
                ? "What changed, the first " + ranked + " of "
                        + report.features().size()
                : "What changed, what matters most first";
        return new Table(caption, columns, rows);
    }

    static double rounded(double effect) {
        return Double.isFinite(effect) ? Math.round(effect * 1000) / 1000.0 : effect;
    }

    /** How features are judged, for those who want to know. */
    static String rules(ComparisonReport report) {
        long tested = report.features().stream()
                .filter(feature -> !Double.isNaN(feature.pValue()))
                .count();
        return "A difference counts as drift when its " + words(report.measure()) + " is at least "
                + Numbers.brief(report.threshold())
                + " and a chi-square test, or Fisher's exact test where only two bins "
                + "have values and one is rare, gives a p of at most " + Numbers.brief(report.alpha())
                + (tested > 1 ? ", corrected for " + tested + " tests by the method of Benjamini and Hochberg. " : ". ")
                + "With fewer than " + Numbers.show(report.minSamples()) + " values on a side nothing is said. "
                + "The first is 0 if nothing changed and asks whether a change matters; the test asks whether it is chance.";
    }

    private static String words(EffectSize measure) {
        return switch (measure) {
            case POPULATION_STABILITY -> "population stability index (PSI)";
            case JENSEN_SHANNON -> "Jensen–Shannon distance (JS)";
            case HELLINGER -> "Hellinger distance";
            case TOTAL_VARIATION -> "total variation distance (TVD)";
            case L_INFINITY -> "largest change of a share (L∞)";
            case KOLMOGOROV_SMIRNOV -> "Kolmogorov–Smirnov distance (KS)";
            case WASSERSTEIN -> "Wasserstein distance in robust standard deviations";
        };
    }

    private static Briefing briefing(ComparisonReport report) {
        long drifted = report.count(Status.DRIFTED);
        long gone = report.count(Status.REMOVED);
        Briefing briefing = Briefing.none()
                .answer(
                        "Verdict",
                        verdict(report, drifted, gone),
                        report.count(Status.STABLE) + " stable, " + report.count(Status.INSUFFICIENT_DATA)
                                + " with too little data, " + report.count(Status.ADDED) + " new",
                        Tone.of(report.verdict()))
                .answer("What changed most?", most(report), mostDetail(report), Tone.NEUTRAL)
                .answer(
                        "How much was compared?",
                        Numbers.show(report.currentRows()) + " rows",
                        "with " + Numbers.show(report.referenceRows()) + " rows of "
                                + Shortened.name(report.reference()),
                        Tone.NEUTRAL);
        Advice advice = Advice.of(report);
        return briefing.answer("What to do?", advice.what(), advice.why(), advice.tone());
    }

    private static String verdict(ComparisonReport report, long drifted, long gone) {
        if (report.verdict() == Verdict.INCONCLUSIVE) {
            return "Too little to tell";
        }
        String drift = drifted == 0
                ? "No feature has drifted"
                : drifted + " of " + report.features().size() + (drifted == 1 ? " features has" : " features have")
                        + " drifted";
        return gone == 0 ? drift : drift + ", " + gone + (gone == 1 ? " is" : " are") + " gone";
    }

    private static String most(ComparisonReport report) {
        return strongest(report)
                .map(feature -> Shortened.name(feature.name()))
                .orElse("Nothing that could be compared");
    }

    private static String mostDetail(ComparisonReport report) {
        return strongest(report)
                .map(feature -> FeaturePictures.finding(feature, report))
                .orElse("");
    }

    private static Optional<ComparedFeature> strongest(ComparisonReport report) {
        return report.features().stream()
                .filter(feature -> feature.effect() > 0)
                .findFirst();
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "STABLE";
            case INCONCLUSIVE -> "TOO LITTLE DATA";
            case FAIL -> "CHANGED";
        };
    }
}
