package io.modelops.examples.ridership;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent.AliasMoved;
import io.modelops.report.Axis;
import io.modelops.report.KeyFigures;
import io.modelops.report.LineChart;
import io.modelops.report.Page;
import io.modelops.report.Paragraph;
import io.modelops.report.Timeline;
import io.modelops.report.Tone;
import java.util.Locale;

/** The report of a run: one file that opens anywhere. */
final class RidershipPage {
    private static final int STRONGEST_FEATURES = 4;

    private RidershipPage() {}

    static Page of(LifecycleResult result, Conclusion conclusion) {
        return Page.titled("A model's life, 2004 to 2016")
                .lead(
                        "A network predicts how many people enter the Clark/Lake station of the Chicago 'L' on a day. The true "
                                + "number arrives a week later. When the error of the version that serves stays too high, a new "
                                + "one is trained, validated and rolled out, while callers go on asking.")
                .status(
                        conclusion.holds() ? "All requirements met" : String.join("; ", conclusion.problems()),
                        tone(conclusion))
                .section("In short", figures(result))
                .section(
                        "Error",
                        errors(result),
                        Paragraph.of(
                                "The mean absolute error of the four weeks that end with each day. A marker is a day on "
                                        + "which a new version became the champion. The model that is left alone is the first "
                                        + "version, asked every day and never replaced."))
                .section("Years", YearTable.table(result))
                .section(
                        "Drift of the inputs",
                        drift(result),
                        Paragraph.of(
                                "How far the last year's inputs are from what the version that serves was trained on "
                                        + "(population stability index, noted once a week), for the features that drifted "
                                        + "most. A line begins anew ninety days after each swap. Drift of this kind is shown and "
                                        + "raises no alert: stations grow and shrink all the time, and only the error tells "
                                        + "whether that matters to the model."))
                .section("Alerts", AlertTable.of(result))
                .section("History of the champion", history(result));
    }

    private static Tone tone(Conclusion conclusion) {
        return conclusion.holds() ? Tone.GOOD : Tone.BAD;
    }

    private static KeyFigures figures(LifecycleResult result) {
        Load load = result.load();
        return KeyFigures.none()
                .add("Error left alone", number("%.2f", result.errors().alone()), "thousand riders a day", Tone.NEUTRAL)
                .add("Error in the loop", number("%.2f", result.errors().loop()), "thousand riders a day", Tone.NEUTRAL)
                .add("Days played", result.errors().days().size(), "")
                .add("Alerts", result.alerts().size(), "")
                .add("Promotions", result.promotions().size(), "each caused by an alert")
                .add("Rolled back", result.rolledBack(), "")
                .add("Requests meanwhile", number("%,d", load.requests()), load.failed() + " failed", Tone.NEUTRAL)
                .add("Median latency", number("%.3f ms", load.p50Nanos() / 1e6), "", Tone.NEUTRAL)
                .add("99th percentile", number("%.3f ms", load.p99Nanos() / 1e6), "", Tone.NEUTRAL);
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

    private static LineChart drift(LifecycleResult result) {
        LineChart chart = LineChart.titled("Population stability index")
                .x(Axis.time("Day"))
                .y(Axis.of("PSI"))
                .fromZero()
                .limit(0.2, "material");
        for (var feature : result.drift().strongest(STRONGEST_FEATURES).entrySet()) {
            chart = chart.line(feature.getKey(), feature.getValue());
        }
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
