package io.modelops.report.internal;

import io.modelops.model.Severity;
import io.modelops.monitoring.ComparedFeature;
import io.modelops.monitoring.ComparisonReport;
import io.modelops.monitoring.MonitoringHistory;
import io.modelops.monitoring.MonitoringReport;
import io.modelops.monitoring.PerformanceTrend;
import io.modelops.monitoring.Reading;
import io.modelops.monitoring.ServedVersion;
import io.modelops.report.Briefing;
import io.modelops.report.Page;
import io.modelops.report.Tone;
import io.modelops.spi.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a reader should know of a period in ten seconds.
 *
 * @param status the one word
 * @param briefing the four questions with their answers
 */
record PeriodSummary(Page.Status status, Briefing briefing) {
    private static final int LONGEST_SUMMARY = 160;
    private static final int DAYS_OF_A_YEAR = 365;

    static PeriodSummary of(MonitoringReport report) {
        List<Reading> worstFirst = worstFirst(report);
        Optional<Reading> worst =
                worstFirst.stream().filter(PeriodSummary::isSerious).findFirst();
        boolean known =
                worstFirst.stream().anyMatch(reading -> reading.finding().status() != Finding.Status.INSUFFICIENT_DATA);
        boolean worse = losing(report).isPresent();
        boolean bad = worst.isPresent() || worse;
        boolean noted = !bad && count(report, Finding.Status.BREACHED) > 0;
        Tone tone = bad ? Tone.BAD : known ? Tone.GOOD : Tone.UNSURE;
        Optional<Reading> first = worst.or(() -> worstFirst.stream()
                .filter(reading -> reading.finding().status() == Finding.Status.BREACHED)
                .findFirst());
        Advice advice = advice(report, worst, known);
        String words = noted && advice.tone() == Tone.GOOD
                ? "Nothing needs action"
                : noted ? "One thing to look at" : verdict(bad, known, worse);
        Briefing briefing = Briefing.none()
                .answer("Verdict", words, verdictDetail(report), tone)
                .answer("What changed most?", most(report, first), mostDetail(report, first), Tone.NEUTRAL)
                .answer("Since when?", since(report, first), sinceDetail(report, first), Tone.NEUTRAL)
                .answer("What to do?", advice.what(), advice.why(), advice.tone());
        return new PeriodSummary(new Page.Status(bad ? "ATTENTION" : known ? "OK" : "NO DATA", tone), briefing);
    }

    /** All readings: those beyond their threshold first, the most severe of them before the others, and those that are fine last. */
    static List<Reading> worstFirst(MonitoringReport report) {
        return report.readings().stream()
                .sorted(Comparator.comparing(
                                (Reading reading) -> reading.finding().status(), Comparator.reverseOrder())
                        .thenComparing(reading -> reading.finding().severity(), Comparator.reverseOrder()))
                .toList();
    }

    /** What is beyond its threshold and is not only there to inform. */
    static boolean isSerious(Reading reading) {
        return reading.finding().status() == Finding.Status.BREACHED
                && reading.finding().severity() != Severity.INFO;
    }

    static long count(MonitoringReport report, Finding.Status status) {
        return report.readings().stream()
                .filter(reading -> reading.finding().status() == status)
                .count();
    }

    private static String verdict(boolean bad, boolean known, boolean worse) {
        if (bad) {
            return worse ? "The model does worse than it should" : "Something is not as it should be";
        }
        return known ? "All is as it should be" : "Too little to tell";
    }

    private static String verdictDetail(MonitoringReport report) {
        return losing(report)
                .map(trend -> {
                    PerformanceTrend.Point last = last(trend);
                    return Shortened.name(trend.metric()) + " is " + Numbers.brief(last.value()) + band(last)
                            + "; it should be at " + (trend.higherIsBetter() ? "least " : "most ")
                            + Numbers.brief(trend.threshold());
                })
                .orElseGet(() -> doing(report) + tally(report));
    }

    private static String band(PerformanceTrend.Point point) {
        return point.low() < point.high()
                ? " (" + Numbers.brief(point.low()) + " to " + Numbers.brief(point.high()) + ")"
                : "";
    }

    /** How the model does on labels, if that is known and as it should be. */
    private static String doing(MonitoringReport report) {
        return report.details().performance().stream()
                .filter(trend -> !trend.realised().isEmpty() && Double.isFinite(trend.threshold()))
                .findFirst()
                .map(trend -> Shortened.name(trend.metric()) + " is "
                        + Numbers.brief(last(trend).value()) + " and may be as "
                        + (trend.higherIsBetter() ? "low as " : "high as ") + Numbers.brief(trend.threshold()) + "; ")
                .orElse("");
    }

    private static String tally(MonitoringReport report) {
        long few = count(report, Finding.Status.INSUFFICIENT_DATA);
        return beyond(report) + (few == 0 ? "" : "; " + few + (few == 1 ? " has" : " have") + " too little data");
    }

    /** How many measurements are beyond their threshold, and how many of these only inform. */
    static String beyond(MonitoringReport report) {
        long beyond = count(report, Finding.Status.BREACHED);
        long informing = beyond
                - report.readings().stream().filter(PeriodSummary::isSerious).count();
        String noted = informing == 0
                ? ""
                : (informing == beyond ? ", " : ", " + informing + " of them ") + "for information only";
        return beyond + " of " + report.readings().size() + " measurements "
                + (beyond == 1 ? "is beyond its" : "are beyond their") + " threshold" + noted;
    }

    private static String most(MonitoringReport report, Optional<Reading> worst) {
        return drifted(report)
                .map(feature -> Shortened.name(feature.name()))
                .or(() -> worst.map(reading -> Shortened.name(reading.finding().subject())))
                .orElse("Nothing that matters");
    }

    private static String mostDetail(MonitoringReport report, Optional<Reading> worst) {
        return drifted(report)
                .map(feature -> mean(feature) + FeaturePictures.moved(feature) + measured(report, feature))
                .or(() -> worst.map(reading -> Shortened.cut(reading.finding().summary(), LONGEST_SUMMARY)))
                .orElse("");
    }

    /** Where the mean of a number moved to, which is easier to grasp than a bin; nothing if it hardly moved. */
    private static String mean(ComparedFeature feature) {
        return feature.figures().stream()
                .filter(figure -> figure.name().equals("Mean"))
                .filter(figure -> !Numbers.brief(figure.reference()).equals(Numbers.brief(figure.current())))
                .findFirst()
                .map(figure -> "on average " + Numbers.brief(figure.current()) + ", before "
                        + Numbers.brief(figure.reference()) + "; ")
                .orElse("");
    }

    private static String measured(MonitoringReport report, ComparedFeature feature) {
        ComparisonReport inputs = report.details().inputs();
        return inputs == null
                ? ""
                : "; " + inputs.measure().symbol() + " " + Numbers.brief(ComparisonPage.rounded(feature.effect()))
                        + ", limit " + Numbers.brief(inputs.threshold());
    }

    /** Since when the worst is beyond its threshold without a break. */
    private static Optional<Instant> beginning(MonitoringReport report, Reading worst) {
        return report.series().stream()
                .filter(series -> series.monitor().equals(worst.monitor())
                        && series.subject().equals(worst.finding().subject()))
                .findFirst()
                .flatMap(series -> beginning(series.points(), servedSince(report)));
    }

    /** When the version that serves began to; what was measured before is about another one. */
    private static Instant servedSince(MonitoringReport report) {
        List<ServedVersion> versions = report.details().versions();
        return versions.isEmpty()
                ? Instant.MIN
                : versions.get(versions.size() - 1).from();
    }

    private static Optional<Instant> beginning(List<MonitoringHistory.Point> points, Instant served) {
        Optional<Instant> since = Optional.empty();
        for (int index = points.size() - 1;
                index >= 0
                        && points.get(index).status() == Finding.Status.BREACHED
                        && !points.get(index).at().isBefore(served);
                index--) {
            since = Optional.of(points.get(index).at());
        }
        return since;
    }

    /** Since when the loss lasts, or else the worst finding. */
    private static Optional<Instant> beginning(MonitoringReport report, Optional<Reading> worst) {
        return losing(report)
                .map(PeriodSummary::beginning)
                .or(() -> worst.map(reading -> beginning(report, reading).orElse(reading.at())));
    }

    private static Instant beginning(PerformanceTrend trend) {
        Instant since = last(trend).at();
        for (int index = trend.realised().size() - 1;
                index >= 0 && trend.breaches(trend.realised().get(index));
                index--) {
            since = trend.realised().get(index).at();
        }
        return since;
    }

    private static String since(MonitoringReport report, Optional<Reading> worst) {
        return beginning(report, worst).map(PeriodSummary::when).orElse("–");
    }

    private static String sinceDetail(MonitoringReport report, Optional<Reading> worst) {
        Optional<PerformanceTrend> losing = losing(report);
        return beginning(report, worst)
                .map(at -> "for " + lasting(Duration.between(at, report.to())) + ", "
                        + losing.map(trend -> Shortened.name(trend.metric()) + " on labels")
                                .orElseGet(() -> worst.map(PeriodSummary::named).orElse("")))
                .map(detail -> losing.isPresent() && worst.isPresent() && !isPerformance(worst.get(), losing.get())
                        ? detail + "; " + named(worst.get()) + " since "
                                + when(beginning(report, worst.get())
                                        .orElse(worst.get().at()))
                        : detail)
                .orElse("");
    }

    private static boolean isPerformance(Reading reading, PerformanceTrend trend) {
        return reading.finding().subject().equals(trend.metric());
    }

    private static String named(Reading reading) {
        return Shortened.name(reading.finding().subject()) + " by " + Shortened.name(reading.monitor());
    }

    private static String when(Instant at) {
        return SpanPlot.minute(at);
    }

    private static String lasting(Duration time) {
        if (time.toDays() >= 2 * DAYS_OF_A_YEAR) {
            return Numbers.show(Math.round(10.0 * time.toDays() / DAYS_OF_A_YEAR) / 10.0) + " years";
        }
        if (time.toDays() >= 2) {
            return time.toDays() + " days";
        }
        return time.toHours() >= 2 ? time.toHours() + " hours" : Math.max(0, time.toMinutes()) + " minutes";
    }

    private static Optional<ComparedFeature> drifted(MonitoringReport report) {
        ComparisonReport inputs = report.details().inputs();
        return inputs == null
                ? Optional.empty()
                : inputs.features().stream()
                        .filter(feature -> feature.status() == ComparedFeature.Status.DRIFTED)
                        .findFirst();
    }

    /** A metric whose last measured window is beyond its threshold. */
    private static Optional<PerformanceTrend> losing(MonitoringReport report) {
        return report.details().performance().stream()
                .filter(trend -> !trend.realised().isEmpty() && trend.breaches(last(trend)))
                .findFirst();
    }

    private static boolean feared(MonitoringReport report) {
        return report.details().performance().stream()
                .anyMatch(trend -> !trend.estimated().isEmpty()
                        && trend.breaches(
                                trend.estimated().get(trend.estimated().size() - 1)));
    }

    private static PerformanceTrend.Point last(PerformanceTrend trend) {
        return trend.realised().get(trend.realised().size() - 1);
    }

    private static Advice advice(MonitoringReport report, Optional<Reading> worst, boolean known) {
        ComparisonReport inputs = report.details().inputs();
        Optional<Advice> broken = inputs == null ? Optional.empty() : Advice.brokenSource(inputs);
        if (broken.isPresent()) {
            return worst.isPresent() || losing(report).isPresent()
                    ? broken.get()
                    : new Advice(broken.get().what(), broken.get().why(), Tone.UNSURE);
        }
        boolean moved = drifted(report).isPresent();
        if (losing(report).isPresent()) {
            return moved
                    ? new Advice(
                            "Retrain on recent data, or roll back",
                            "The inputs changed and the model does worse on them.",
                            Tone.BAD)
                    : new Advice(
                            "Retrain with recent labels",
                            "The inputs look the same and the answers are worse: what the inputs mean has changed.",
                            Tone.BAD);
        }
        if (moved && feared(report)) {
            return new Advice(
                    "Get labels for recent predictions",
                    "The inputs changed, and the model is estimated to do worse; only labels can tell.",
                    Tone.UNSURE);
        }
        if (moved && worst.isPresent()) {
            return new Advice(
                    "Look at " + most(report, worst),
                    doing(report).isEmpty()
                            ? "The inputs changed; no loss of performance is known."
                            : "The inputs changed; on labels the model does as it should.",
                    Tone.UNSURE);
        }
        if (moved) {
            return new Advice(
                    "Nothing now",
                    doing(report).isEmpty()
                            ? "The inputs changed, which only informs here; no loss of performance is known."
                            : "The inputs changed, which only informs here; on labels the model does as it should.",
                    Tone.GOOD);
        }
        if (worst.isPresent()) {
            return new Advice(
                    "Look at " + Shortened.name(worst.get().finding().subject()),
                    "It is beyond its threshold, by "
                            + Shortened.name(worst.get().monitor()) + ".",
                    Tone.BAD);
        }
        return known ? Advice.NOTHING : new Advice("Wait for more data", "No monitor has enough yet.", Tone.UNSURE);
    }
}
