package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Monitor;
import io.modelops.statistics.sketch.SketchReader;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether the model, what it knows of the world, or what is known of its errors is too old. Each evaluation finds,
 * in days as value:
 *
 * <ul>
 *   <li>{@code age of version}: since it was registered; limit 365 days unless told.
 *   <li>{@code age of training data}: since the end of what it was trained on, if a parameter of the version, {@code
 *       training-data-until} unless told, says when that was, as an instant or a date; no limit unless told.
 *   <li>{@code age of last label}: since the outcome that was reported last for any version, once there was one; limit 30
 *       days unless told.
 * </ul>
 *
 * <p>An age over its limit is a breach, {@code WARNING}.
 */
public final class Staleness implements Monitor<Object, Object>, MemorySource {
    /** The parameter of a version that tells until when its training data go. */
    public static final String TRAINING_DATA_UNTIL = "training-data-until";

    private record Options(
            @Nullable Duration version,
            @Nullable Duration trainingData,
            @Nullable Duration label,
            String parameter) {}

    private static final Options DEFAULTS =
            new Options(Duration.ofDays(365), null, Duration.ofDays(30), TRAINING_DATA_UNTIL);
    private static final double SECONDS_PER_DAY = 86_400;

    private final Options options;
    private @Nullable ModelVersion serving;
    private @Nullable Instant lastLabel;

    Staleness() {
        this(DEFAULTS);
    }

    private Staleness(Options options) {
        this.options = options;
    }

    /**
     * Sets how old a version may become; 365 days unless told.
     *
     * @param limit the greatest age, above zero
     * @return a new monitor
     * @throws InvalidInputException if the age is not above zero
     */
    public Staleness versionUnder(Duration limit) {
        return new Staleness(new Options(positive(limit), options.trainingData, options.label, options.parameter));
    }

    /**
     * Sets how old training data may become; any age unless told.
     *
     * @param limit the greatest age, above zero
     * @return a new monitor
     * @throws InvalidInputException if the age is not above zero
     */
    public Staleness trainingDataUnder(Duration limit) {
        return new Staleness(new Options(options.version, positive(limit), options.label, options.parameter));
    }

    /**
     * Sets how long ago the last label may be; 30 days unless told.
     *
     * @param limit the greatest age, above zero
     * @return a new monitor
     * @throws InvalidInputException if the age is not above zero
     */
    public Staleness lastLabelUnder(Duration limit) {
        return new Staleness(new Options(options.version, options.trainingData, positive(limit), options.parameter));
    }

    /**
     * Sets which parameter of a version tells until when its training data go; {@value #TRAINING_DATA_UNTIL} unless told.
     *
     * @param name the name of the parameter, whose value is an instant such as {@code 2026-01-31T00:00:00Z} or a date such as
     *     {@code 2026-01-31}, which means its end in UTC
     * @return a new monitor
     */
    public Staleness trainingDataParameter(String name) {
        return new Staleness(new Options(options.version, options.trainingData, options.label, name));
    }

    @Override
    public String name() {
        return "staleness";
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        serving = version;
    }

    @Override
    public void onLabel(LabelledObservation<Object, Object> labelled) {
        if (lastLabel == null || labelled.labelledAt().isAfter(lastLabel)) {
            lastLabel = labelled.labelledAt();
        }
    }

    @Override
    public List<Finding> evaluate(Instant now) {
        ModelVersion version = serving;
        if (version == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(age("age of version", version.registeredAt(), now, options.version));
        String until = version.description().parameters().get(options.parameter);
        Instant end = until == null ? null : instant(until);
        if (end != null) {
            findings.add(age("age of training data", end, now, options.trainingData));
        }
        if (lastLabel != null) {
            findings.add(age("age of last label", lastLabel, now, options.label));
        }
        return findings;
    }

    /** When the last outcome was reported. */
    @Override
    public Optional<byte[]> state() {
        return lastLabel == null
                ? Optional.empty()
                : MonitorState.write(name(), "", writer -> MonitorState.instant(writer, lastLabel));
    }

    @Override
    public void restore(byte[] state) {
        SketchReader reader = MonitorState.read(state, name(), "");
        Instant read = MonitorState.time(reader);
        reader.end();
        lastLabel = read;
    }

    @Override
    public long retainedBytes() {
        return 0;
    }

    private static Finding age(String subject, Instant since, Instant now, @Nullable Duration limit) {
        double days = days(Duration.between(since, now));
        boolean breached = limit != null && days > days(limit);
        return Findings.judged(
                subject,
                breached,
                days,
                limit == null ? Double.NaN : days(limit),
                1,
                String.format(
                        Locale.ROOT,
                        "%s: %.1f days, since %s%s",
                        subject,
                        days,
                        since,
                        limit == null ? "" : String.format(Locale.ROOT, ", limit %.1f days", days(limit))));
    }

    private static double days(Duration duration) {
        return duration.toSeconds() / SECONDS_PER_DAY;
    }

    /** The instant that a text tells, or null if it tells none. */
    private static @Nullable Instant instant(String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : Instant.parse(text + "T00:00:00Z").plus(Duration.ofDays(1));
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }

    private static Duration positive(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new InvalidInputException(
                    "Monitor setting limit " + limit + " is not allowed: expected a time above zero.");
        }
        return limit;
    }
}
