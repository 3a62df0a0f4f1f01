package io.modelops.deployment.internal;

import io.modelops.model.InvalidInputException;
import java.time.Duration;

/** Checks durations before anything is computed with them. */
public final class TimeLimit {
    /** Sums with present times and conversions to nanoseconds stay within their ranges. */
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private TimeLimit() {}

    /**
     * Gives back a duration from zero to ten years.
     *
     * @param what the beginning of the error, such as "Requests can't wait"
     * @throws InvalidInputException if it is out of this range
     */
    public static Duration notNegative(String what, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new InvalidInputException(
                    what + " " + value + ": expected a duration of 0 or more, at most " + LONGEST.toDays() + " days.");
        }
        return value;
    }
}
