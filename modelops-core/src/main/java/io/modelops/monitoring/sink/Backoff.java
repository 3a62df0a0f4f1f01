package io.modelops.monitoring.sink;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: between half of it and all of a time that doubles with each attempt, so that
 * senders which failed together do not come back together.
 */
record Backoff(Duration first, Duration most) {
    private static final int MOST_DOUBLINGS = 30;

    /**
     * The wait after a failure.
     *
     * @param attempt the number of the attempt that failed, from 1
     * @param retryAfter what the other side wants, as seconds or as a date, or null; it waits at least so long
     */
    Duration after(int attempt, @Nullable String retryAfter, Instant now, RandomGenerator random) {
        double doubled = (double) first.toMillis() * Math.pow(2, Math.min(attempt - 1, MOST_DOUBLINGS));
        double limited = Math.min(doubled, (double) most.toMillis());
        Duration jittered = Duration.ofMillis((long) (limited * (0.5 + random.nextDouble() / 2)));
        Duration wanted = retryAfter == null ? Duration.ZERO : wanted(retryAfter.trim(), now);
        return wanted.compareTo(jittered) > 0 ? wanted : jittered;
    }

    private static Duration wanted(String retryAfter, Instant now) {
        try {
            if (!retryAfter.isEmpty() && retryAfter.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
                return Duration.ofSeconds(Long.parseLong(retryAfter));
            }
            Duration until =
                    Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(retryAfter, Instant::from));
            return until.isNegative() ? Duration.ZERO : until;
        } catch (DateTimeException | ArithmeticException | NumberFormatException unreadable) {
            return Duration.ZERO;
        }
    }
}
