package io.modelops.registry;

import io.modelops.event.LogEntry;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Report;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything the registry knows of a version, to be read by people: as HTML, as Markdown or as JSON.
 *
 * <pre>{@code
 * registry.card("churn:3").writeMarkdown(Path.of("churn-3.md"));
 * }</pre>
 *
 * @param version the version with its description, metrics, parameters, signature, lineage and files
 * @param standing whether it can be used
 * @param aliases the aliases that point to it, in order of name
 * @param tags its tags, values by key
 * @param trainingProfile the summary of the data it was trained on, or null if there is none
 * @param goldenExamples how many golden examples it has
 * @param validations the entries of the log about its validations, oldest first
 * @param approvals the entries that approve it, oldest first
 * @param comments the entries that hold comments on it, oldest first
 * @param aliasHistory the times during which an alias pointed to it, by alias, oldest first
 * @param asOf the newest entry of the log when the card was made
 */
public record ModelCard(
        ModelVersion version,
        Standing standing,
        List<String> aliases,
        Map<String, String> tags,
        @Nullable Profile trainingProfile,
        int goldenExamples,
        List<LogEntry> validations,
        List<LogEntry> approvals,
        List<LogEntry> comments,
        Map<String, List<AliasPeriod>> aliasHistory,
        LogEntry asOf)
        implements Report {
    /**
     * Copies and keeps the parts.
     *
     * @param version the version
     * @param standing whether it can be used
     * @param aliases the aliases that point to it
     * @param tags its tags
     * @param trainingProfile the summary of the data it was trained on, or null
     * @param goldenExamples how many golden examples it has
     * @param validations the entries about its validations
     * @param approvals the entries that approve it
     * @param comments the entries that hold comments on it
     * @param aliasHistory the times during which an alias pointed to it, by alias
     * @param asOf the newest entry of the log when the card was made
     */
    public ModelCard {
        aliases = List.copyOf(aliases);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        validations = List.copyOf(validations);
        approvals = List.copyOf(approvals);
        comments = List.copyOf(comments);
        aliasHistory = Collections.unmodifiableMap(new TreeMap<>(aliasHistory));
    }

    /**
     * The time of the newest entry of the log when the card was made.
     *
     * @return the time, by the clock of the writer of that entry
     */
    public Instant at() {
        return asOf.at();
    }
}
