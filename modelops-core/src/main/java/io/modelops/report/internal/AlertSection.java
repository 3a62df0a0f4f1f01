package io.modelops.report.internal;

import io.modelops.model.Alert;
import io.modelops.model.Severity;
import io.modelops.monitoring.AlertEpisode;
import io.modelops.monitoring.AlertEpisode.Change;
import io.modelops.monitoring.AlertEpisode.State;
import io.modelops.monitoring.MonitoringReport;
import io.modelops.report.Block;
import io.modelops.report.Section;
import io.modelops.report.SpanChart;
import io.modelops.report.SpanChart.Fill;
import io.modelops.report.SpanChart.Span;
import io.modelops.report.Timeline;
import io.modelops.report.Tone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was alerted and what became of it, as a section of a page. */
final class AlertSection {
    private static final int MOST_ROWS = 20;
    private static final int MOST_ENTRIES = 40;
    private static final int LONGEST_SUMMARY = 200;

    /** An entry with its time, to put those of several alerts in order. */
    private record Entry(Instant at, String what, String detail, Tone tone) {}

    private AlertSection() {}

    static Section of(MonitoringReport report) {
        List<Block> blocks = new ArrayList<>();
        List<AlertEpisode> episodes = report.details().episodes();
        if (!episodes.isEmpty()) {
            blocks.add(spans(report, episodes));
        }
        blocks.add(timeline(report));
        return new Section("Alerts", blocks);
    }

    private static SpanChart spans(MonitoringReport report, List<AlertEpisode> episodes) {
        Instant from = episodes.stream()
                .map(episode -> episode.alert().at())
                .filter(at -> at.isBefore(report.from()))
                .min(Comparator.naturalOrder())
                .orElse(report.from());
        int skipped = Math.max(0, episodes.size() - MOST_ROWS);
        SpanChart chart = SpanChart.titled(
                skipped == 0
                        ? "From when to when each alert lasted"
                        : "From when to when the latest " + MOST_ROWS + " of " + episodes.size() + " alerts lasted",
                from,
                report.to());
        for (AlertEpisode episode : episodes.subList(skipped, episodes.size())) {
            chart = chart.row(label(episode.alert()), spans(episode, report.to()));
        }
        return chart;
    }

    private static List<Span> spans(AlertEpisode episode, Instant end) {
        List<Span> spans = new ArrayList<>();
        Instant since = episode.alert().at();
        State state = State.FIRING;
        for (Change change : episode.changes()) {
            add(spans, since, change.at(), state);
            since = change.at();
            state = change.state();
        }
        add(spans, since, end, state);
        return spans;
    }

    private static void add(List<Span> spans, Instant from, Instant to, State state) {
        if (state != State.RESOLVED && from.isBefore(to)) {
            spans.add(
                    switch (state) {
                        case FIRING -> new Span(from, to, "firing", Fill.SOLID, Tone.BAD);
                        case ACKNOWLEDGED -> new Span(from, to, "acknowledged", Fill.STRIPED, Tone.UNSURE);
                        default -> new Span(from, to, "silenced", Fill.OUTLINED, Tone.NEUTRAL);
                    });
        }
    }

    private static Timeline timeline(MonitoringReport report) {
        List<Entry> entries = new ArrayList<>();
        report.details().episodes().forEach(episode -> addAll(entries, episode));
        List<String> told = report.details().episodes().stream()
                .map(episode -> episode.alert().id())
                .toList();
        report.alerts().stream()
                .filter(alert -> !told.contains(alert.id()))
                .forEach(alert -> entries.add(fired(alert)));
        entries.sort(Comparator.comparing(Entry::at));
        int skipped = Math.max(0, entries.size() - MOST_ENTRIES);
        Timeline timeline = Timeline.titled(
                entries.isEmpty()
                        ? "No alerts"
                        : skipped == 0 ? "What was alerted" : "What was alerted, the latest " + MOST_ENTRIES);
        for (Entry entry : entries.subList(skipped, entries.size())) {
            timeline = timeline.entry(entry.at(), entry.what(), entry.detail(), entry.tone());
        }
        return timeline;
    }

    private static void addAll(List<Entry> entries, AlertEpisode episode) {
        if (episode.changes().isEmpty()
                || episode.changes().get(0).state() != State.FIRING
                || episode.changes().get(0).at().isAfter(episode.alert().at())) {
            entries.add(fired(episode.alert()));
        }
        for (Change change : episode.changes()) {
            entries.add(change.state() == State.FIRING ? fired(episode.alert(), change) : changed(episode, change));
        }
    }

    private static Entry fired(Alert alert) {
        return fired(alert, new Change(alert.at(), State.FIRING, "", ""));
    }

    private static Entry fired(Alert alert, Change change) {
        return new Entry(
                change.at(),
                alert.severity() + ": " + label(alert),
                Shortened.cut(alert.summary(), LONGEST_SUMMARY),
                alert.severity() == Severity.INFO ? Tone.NEUTRAL : Tone.BAD);
    }

    private static Entry changed(AlertEpisode episode, Change change) {
        String by = change.by().isEmpty() ? "" : " by " + Shortened.name(change.by());
        return new Entry(
                change.at(),
                switch (change.state()) {
                            case ACKNOWLEDGED -> "Acknowledged";
                            case SILENCED -> "Silenced";
                            default -> "Resolved";
                        }
                        + by + ": " + label(episode.alert()),
                Shortened.cut(change.note(), LONGEST_SUMMARY),
                change.state() == State.RESOLVED ? Tone.GOOD : Tone.UNSURE);
    }

    static String label(Alert alert) {
        return Shortened.name(alert.monitor()) + ", " + Shortened.name(alert.subject());
    }
}
