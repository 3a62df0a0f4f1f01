package io.modelops.monitoring;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What monitors can show beyond their findings, for the report of a period. Each part may be missing. An immutable value;
 * each method returns a new one.
 *
 * @param inputs the inputs of the period against their reference, or null
 * @param performance how well the model did over time, one trend for each metric
 * @param slices how well it did on parts of the traffic
 * @param labels of how many predictions the truth is known, or null
 * @param incidents the alerts with what became of them, oldest first
 * @param silences when findings raise no alert
 * @param answers what was read of the answers of the period, such as their score, each against its reference
 * @param versions the versions that served, oldest first
 */
public record MonitoringDetails(
        @Nullable ComparisonReport inputs,
        List<PerformanceTrend> performance,
        List<SliceResult> slices,
        @Nullable LabelCoverage labels,
        List<Incident> incidents,
        List<Silence> silences,
        List<ComparisonReport> answers,
        List<ServedVersion> versions) {
    private static final MonitoringDetails NONE =
            new MonitoringDetails(null, List.of(), List.of(), null, List.of(), List.of(), List.of(), List.of());

    /**
     * Copies and keeps the parts.
     *
     * @param inputs the inputs of the period against their reference, or null
     * @param performance how well the model did over time
     * @param slices how well it did on parts of the traffic
     * @param labels of how many predictions the truth is known, or null
     * @param incidents the alerts with what became of them
     * @param silences when findings raise no alert
     * @param answers what was read of the answers of the period against its reference
     * @param versions the versions that served, oldest first
     */
    public MonitoringDetails {
        performance = List.copyOf(performance);
        slices = List.copyOf(slices);
        incidents = List.copyOf(incidents);
        silences = List.copyOf(silences);
        answers = List.copyOf(answers);
        versions = List.copyOf(versions);
    }

    /**
     * No details.
     *
     * @return details without any part
     */
    public static MonitoringDetails none() {
        return NONE;
    }

    /**
     * Sets the inputs of the period against their reference.
     *
     * @param comparison the comparison
     * @return details with it
     */
    public MonitoringDetails inputs(ComparisonReport comparison) {
        return new MonitoringDetails(comparison, performance, slices, labels, incidents, silences, answers, versions);
    }

    /**
     * Adds how well the model did over time.
     *
     * @param trends one for each metric
     * @return details that end with them
     */
    public MonitoringDetails performance(List<PerformanceTrend> trends) {
        return new MonitoringDetails(
                inputs, joined(performance, trends), slices, labels, incidents, silences, answers, versions);
    }

    /**
     * Adds how well the model did on parts of the traffic.
     *
     * @param results one for each metric and slice
     * @return details that end with them
     */
    public MonitoringDetails slices(List<SliceResult> results) {
        return new MonitoringDetails(
                inputs, performance, joined(slices, results), labels, incidents, silences, answers, versions);
    }

    /**
     * Sets of how many predictions the truth is known.
     *
     * @param coverage the coverage
     * @return details with it
     */
    public MonitoringDetails labels(LabelCoverage coverage) {
        return new MonitoringDetails(inputs, performance, slices, coverage, incidents, silences, answers, versions);
    }

    /**
     * Adds alerts with what became of them.
     *
     * @param more the alerts, oldest first
     * @return details that end with them
     */
    public MonitoringDetails incidents(List<Incident> more) {
        return new MonitoringDetails(
                inputs, performance, slices, labels, joined(incidents, more), silences, answers, versions);
    }

    /**
     * Adds when findings raise no alert.
     *
     * @param more the silences
     * @return details that end with them
     */
    public MonitoringDetails silences(List<Silence> more) {
        return new MonitoringDetails(
                inputs, performance, slices, labels, incidents, joined(silences, more), answers, versions);
    }

    /**
     * Adds what was read of the answers of the period against its reference.
     *
     * @param comparison the comparison
     * @return details that end with it
     */
    public MonitoringDetails answers(ComparisonReport comparison) {
        return new MonitoringDetails(
                inputs,
                performance,
                slices,
                labels,
                incidents,
                silences,
                joined(answers, List.of(comparison)),
                versions);
    }

    /**
     * Adds the versions that served.
     *
     * @param more the versions, oldest first
     * @return details that end with them
     */
    public MonitoringDetails versions(List<ServedVersion> more) {
        return new MonitoringDetails(
                inputs, performance, slices, labels, incidents, silences, answers, joined(versions, more));
    }

    /**
     * Adds the details of another source.
     *
     * @param other the other details
     * @return both; where only one can be, those of this
     */
    public MonitoringDetails and(MonitoringDetails other) {
        return new MonitoringDetails(
                inputs == null ? other.inputs : inputs,
                joined(performance, other.performance),
                joined(slices, other.slices),
                labels == null ? other.labels : labels,
                joined(incidents, other.incidents),
                joined(silences, other.silences),
                joined(answers, other.answers),
                joined(versions, other.versions));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
