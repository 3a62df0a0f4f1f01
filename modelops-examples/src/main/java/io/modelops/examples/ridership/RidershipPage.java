package io.modelops.examples.ridership;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent.AliasMoved;
import io.modelops.report.Axis;
import io.modelops.report.KeyFigures;
import io.modelops.report.LineChart;
import io.modelops.report.Page;
import io.modelops.report.Paragraph;
import io.modelops.report.Section;
import io.modelops.report.Timeline;
import io.modelops.report.Tone;
import java.util.Locale;

/**
 * The report of a run: what the monitors report at the end of the period, and in between what the loop gained over a model
 * that is left alone. One file that opens anywhere.
 */
final class RidershipPage {
    private static final String ALERTS = "Alerts";

    private static final Paragraph ERRORS_EXPLAINED = Paragraph.of(
            "The mean absolute error of the four weeks that end with each day. A marker is a day on which a new version "
                    + "became the champion. The model that is left alone is the first version, asked every day and never "
                    + "replaced. Drift of the inputs is watched too, and raises no alert: stations grow and shrink all the "
                    + "time, and only the error tells whether that matters to the model.");

    private RidershipPage() {}

    static Page of(LifecycleResult result, Conclusion conclusion) {
        Page period = Page.of(result.period());
        Page page = period.retitled("Riders at Clark/Lake: a model's life, 2004 to 2016")
                .lead(
                        "A network predicts how many people enter this station of the Chicago 'L' on a day; the truth comes a week "
                                + "later. When its error stays too high, a new version is trained, validated and rolled out while "
                                + "callers go on asking. " + period.lead())
                .section(
                        1,
                        Section.of(
                                "What the loop gained", figures(result, conclusion), errors(result), ERRORS_EXPLAINED))
                .section(2, Section.of("Year by year", YearTable.table(result)));
        return page.section(placeOf(ALERTS, page) + 1, Section.of("What came of each alert", AlertTable.of(result)))
                .section(placeOf(ALERTS, page) + 2, Section.of("Champions", history(result)));
    }

    private static int placeOf(String title, Page page) {
        for (int place = 0; place < page.sections().size(); place++) {
            if (page.sections().get(place).title().equals(title)) {
                return place;
            }
        }
        return page.sections().size() - 1;
    }

    private static KeyFigures figures(LifecycleResult result, Conclusion conclusion) {
        Load load = result.load();
        return KeyFigures.none()
                .add("Error left alone", number("%.2f", result.errors().alone()), "thousand riders a day", Tone.NEUTRAL)
                .add("Error in the loop", number("%.2f", result.errors().loop()), "thousand riders a day", Tone.NEUTRAL)
                .add("Days played", result.errors().days().size(), "")
                .add("Promotions", result.promotions().size(), "each caused by an alert")
                .add("Rolled back", result.rolledBack(), "")
                .add("Requests meanwhile", (double) load.requests(), load.failed() + " failed")
                .add("Median latency", number("%.3f ms", load.p50Nanos() / 1e6), "", Tone.NEUTRAL)
                .add("99th percentile", number("%.3f ms", load.p99Nanos() / 1e6), "", Tone.NEUTRAL)
                .add(
                        "This run",
                        conclusion.holds() ? "as expected" : "not as expected",
                        String.join("; ", conclusion.problems()),
                        conclusion.holds() ? Tone.GOOD : Tone.BAD);
    }

    private static LineChart errors(LifecycleResult result) {
        LineChart chart = LineChart.titled("Mean absolute error, rolling over 28 days")
                .x(Axis.time("Day"))
                .y(Axis.of("Error", "thousand riders a day"))
                .fromZero()
                .line("left alone", result.errors().rolling(PlayedDay::alone))
                .line("in the loop", result.errors().rolling(PlayedDay::loop));
        return withSwaps(chart, result);
    }

    private static LineChart withSwaps(LineChart chart, LifecycleResult result) {
        LineChart marked = chart;
        for (LogEntry entry : result.promotions()) {
            marked = marked.marker(entry.at(), "v" + ((AliasMoved) entry.event()).to(), Tone.NEUTRAL);
        }
        return marked;
    }

    private static Timeline history(LifecycleResult result) {
        Timeline timeline = Timeline.titled("Which version was the champion since when, and why");
        for (LogEntry entry : result.history()) {
            if (entry.event() instanceof AliasMoved moved) {
                timeline = timeline.entry(
                        DataClock.dayOf(entry.at()),
                        moved.from() == null
                                ? "v" + moved.to() + " is the first champion"
                                : "v" + moved.to() + " replaces v" + moved.from(),
                        result.causeOf(moved)
                                .map(alert -> "Alert of " + DataClock.dayOf(alert.at()) + ": " + alert.summary())
                                .orElse(entry.reason() + ", by " + entry.actor()),
                        Tone.GOOD);
            }
        }
        return timeline;
    }

    private static String number(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
