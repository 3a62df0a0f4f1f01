package io.modelops.monitoring;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an alert policy remembers of one subject of one monitor, in a form that can be kept and handed on.
 *
 * @param monitor the name of the monitor
 * @param subject the subject
 * @param latestBreaches one bit for each of the latest evaluations, the lowest for the last; 1 for a breach
 * @param alerted whether an alert was raised and the breach goes on
 * @param open whether that alert is not resolved yet
 * @param badAbove whether that breach was a value above its threshold
 * @param lastAlert when the last alert was raised, or null if there was none
 * @param alertId the id of the alert that the subject was last part of, or null if it never was
 */
public record AlertMemory(
        String monitor,
        String subject,
        long latestBreaches,
        boolean alerted,
        boolean open,
        boolean badAbove,
        @Nullable Instant lastAlert,
        @Nullable String alertId) {
    /** Whether it says anything. */
    boolean isWorthKeeping() {
        return latestBreaches != 0 || alerted || lastAlert != null;
    }
}
