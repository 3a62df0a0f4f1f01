package io.modelops.monitoring.fleet;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import java.time.Duration;
import java.time.Instant;

/**
 * What the nodes of a fleet have to agree on: where in the side channel the summaries of a model lie, and how time is cut.
 * Windows of another length have another place, so they never mix.
 */
record FleetTopics(ModelName model, Duration window) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    FleetTopics {
        if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0 || window.toNanos() % 1_000_000 != 0) {
            throw new InvalidInputException(
                    "Fleet window " + window + " is not allowed: expected whole milliseconds, at most 7 days.");
        }
    }

    String traffic() {
        return topic("traffic");
    }

    String verdicts() {
        return topic("verdicts");
    }

    String deliveries() {
        return topic("deliveries");
    }

    /** Windows begin at multiples of their length since 1970. */
    Instant windowOf(Instant time) {
        long length = window.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(Math.max(0, time.toEpochMilli()), length) * length);
    }

    private String topic(String what) {
        return what + "/" + model + "/" + window;
    }
}
