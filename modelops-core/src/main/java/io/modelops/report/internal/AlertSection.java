package io.modelops.report.internal;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.Severity;
import io.modelops.monitoring.Incident;
import io.modelops.monitoring.MonitoringDetails;
import io.modelops.monitoring.MonitoringReport;
import io.modelops.monitoring.Silence;
import io.modelops.report.Block;
import io.modelops.report.Section;
import io.modelops.report.SpanChart;
import io.modelops.report.SpanChart.Fill;
import io.modelops.report.SpanChart.Span;
import io.modelops.report.Timeline;
import io.modelops.report.Tone;
import io.modelops.spi.AlertChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was alerted and what became of it, as a section of a page. */
final class AlertSection {
    private static final int MOST_ROWS = 15;
    private static final int MOST_SPANS = 60;
    private static final int MOST_ENTRIES = 30;
    private static final int LONGEST_SUMMARY = 200;

    /** An entry with its time, to put those of several alerts in order. */
    private record Entry(Instant at, String what, String detail, Tone tone) {}

    private AlertSection() {}

    static Section of(MonitoringReport report) {
        List<Block> blocks = new ArrayList<>();
        MonitoringDetails details = report.details();
        if (!details.incidents().isEmpty() || !details.silences().isEmpty()) {
            blocks.add(spans(report));
        }
        blocks.add(timeline(report));
        return new Section("Alerts", blocks);
    }

    private static SpanChart spans(MonitoringReport report) {
        List<Incident> incidents = drawn(report.details().incidents());
        List<Silence> silences = latest(report.details().silences(), MOST_ROWS);
        Instant from = Stream.concat(
                        incidents.stream().map(incident -> incident.alert().at()),
                        silences.stream().map(Silence::from))
                .filter(at -> at.isBefore(report.from()))
                .min(Comparator.naturalOrder())
                .orElse(report.from());
        int all = report.details().incidents().size();
        SpanChart chart = SpanChart.titled(
                incidents.size() == all
                        ? "From when to when each alert lasted"
                        : "From when to when the latest " + incidents.size() + " of " + all + " alerts lasted",
                from,
                report.to());
        Map<String, List<Span>> byLabel = new LinkedHashMap<>();
        for (Incident incident : incidents) {
            byLabel.computeIfAbsent(label(incident.alert()), label -> new ArrayList<>())
                    .addAll(spans(incident, report.to()));
        }
        for (Map.Entry<String, List<Span>> row : byLabel.entrySet()) {
            chart = chart.row(row.getKey(), row.getValue());
        }
        for (Silence silence : silences) {
            Instant end = silence.until().isBefore(report.to()) ? silence.until() : report.to();
            chart = chart.row(
                    label(silence), List.of(new Span(silence.from(), end, "silenced", Fill.OUTLINED, Tone.NEUTRAL)));
        }
        return chart;
    }

    /** The latest incidents, of as many subjects as there are rows for. */
    private static List<Incident> drawn(List<Incident> all) {
        List<Incident> latest = latest(all, MOST_SPANS);
        Set<String> rows = new HashSet<>();
        for (int index = latest.size() - 1; index >= 0 && rows.size() < MOST_ROWS; index--) {
            rows.add(label(latest.get(index).alert()));
        }
        return latest.stream()
                .filter(incident -> rows.contains(label(incident.alert())))
                .toList();
    }

    private static List<Span> spans(Incident incident, Instant end) {
        List<Span> spans = new ArrayList<>();
        Instant since = incident.alert().at();
        AlertChange.Kind state = AlertChange.Kind.RAISED;
        for (AlertChange change : incident.history()) {
            add(spans, since, change.at(), state);
            since = change.at();
            state = change.kind();
        }
        add(spans, since, end, state);
        return spans;
    }

    private static void add(List<Span> spans, Instant from, Instant to, AlertChange.Kind state) {
        Span span = switch (state) {
            case RAISED, REOPENED -> new Span(from, to, "firing", Fill.SOLID, Tone.BAD);
            case ACKNOWLEDGED -> new Span(from, to, "acknowledged", Fill.STRIPED, Tone.UNSURE);
            case RESOLVED, REPLACED -> null;
        };
        if (span != null && from.isBefore(to)) {
            spans.add(span);
        }
    }

    private static Timeline timeline(MonitoringReport report) {
        List<Entry> entries = new ArrayList<>();
        for (Incident incident : report.details().incidents()) {
            if (incident.history().stream().noneMatch(change -> change.kind() == AlertChange.Kind.RAISED)) {
                entries.add(raised(incident.alert()));
            }
            incident.history().forEach(change -> entries.add(entry(incident.alert(), change)));
        }
        Set<String> told = report.details().incidents().stream()
                .map(incident -> incident.alert().id())
                .collect(Collectors.toSet());
        report.alerts().stream()
                .filter(alert -> !told.contains(alert.id()))
                .forEach(alert -> entries.add(raised(alert)));
        for (Silence silence : report.details().silences()) {
            entries.add(new Entry(
                    silence.from(),
                    "Silenced" + by(silence.by()) + " until " + SpanPlot.minute(silence.until()) + ": "
                            + label(silence),
                    Shortened.cut(silence.reason(), LONGEST_SUMMARY),
                    Tone.NEUTRAL));
        }
        entries.sort(Comparator.comparing(Entry::at));
        List<Entry> shown = latest(entries, MOST_ENTRIES);
        Timeline timeline = Timeline.titled(
                entries.isEmpty()
                        ? "No alerts"
                        : "What was alerted" + (shown.size() < entries.size() ? ", the latest " + MOST_ENTRIES : ""));
        for (Entry entry : shown) {
            timeline = timeline.entry(SpanPlot.minute(entry.at()), entry.what(), entry.detail(), entry.tone());
        }
        return timeline;
    }

    private static Entry raised(Alert alert) {
        return new Entry(
                alert.at(),
                alert.severity() + ": " + label(alert),
                Shortened.cut(alert.summary(), LONGEST_SUMMARY),
                alert.severity() == Severity.INFO ? Tone.NEUTRAL : Tone.BAD);
    }

    private static Entry entry(Alert alert, AlertChange change) {
        String who = by(change.by()) + ": " + label(alert);
        String note = Shortened.cut(change.note(), LONGEST_SUMMARY);
        return switch (change.kind()) {
            case RAISED -> raised(alert);
            case ACKNOWLEDGED -> new Entry(change.at(), "Acknowledged" + who, note, Tone.UNSURE);
            case RESOLVED -> new Entry(change.at(), "Resolved" + who, note, Tone.GOOD);
            case REOPENED -> new Entry(change.at(), "Fires again" + who, note, Tone.BAD);
            case REPLACED -> new Entry(change.at(), "Raised anew" + who, note, Tone.NEUTRAL);
        };
    }

    private static String by(@Nullable Actor actor) {
        return actor == null || actor.equals(Actor.SYSTEM) ? "" : " by " + Shortened.name(actor.name());
    }

    private static String label(Alert alert) {
        return Shortened.name(alert.monitor()) + ", " + Shortened.name(alert.subject());
    }

    private static String label(Silence silence) {
        return Shortened.name(silence.monitor()) + ", " + Shortened.name(silence.subject());
    }

    private static <T> List<T> latest(List<T> all, int most) {
        return all.subList(Math.max(0, all.size() - most), all.size());
    }
}
