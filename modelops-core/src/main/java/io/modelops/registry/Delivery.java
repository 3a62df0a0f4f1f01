package io.modelops.registry;

import io.modelops.model.InvalidInputException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * How entries of the log come to a subscriber. An immutable value; each method returns a new one.
 *
 * @param executor runs the subscriber and tells the time; the caller shuts it down, not before the subscription is closed
 * @param poll how long until changes of other processes are looked for again
 * @param firstPause how long to wait before an entry comes again that the subscriber could not take
 * @param longestPause what this pause, which doubles each time, grows to
 */
public record Delivery(ScheduledExecutorService executor, Duration poll, Duration firstPause, Duration longestPause) {
    private static final Duration EACH_SECOND = Duration.ofSeconds(1);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMinutes(1);

    /**
     * Checks and keeps the parts.
     *
     * @param executor runs the subscriber and tells the time
     * @param poll how long until changes of other processes are looked for again
     * @param firstPause how long to wait before an entry comes again
     * @param longestPause what this pause grows to
     * @throws InvalidInputException if a time is not positive, or the longest pause is shorter than the first
     */
    public Delivery {
        if (isNotPositive(poll) || isNotPositive(firstPause) || longestPause.compareTo(firstPause) < 0) {
            throw new InvalidInputException("A delivery that polls each " + poll + " and pauses from " + firstPause
                    + " to " + longestPause + " is not possible: expected positive times, the shorter pause first.");
        }
    }

    /**
     * Delivers on an executor, polls each second, and pauses from 100 ms to one minute.
     *
     * @param executor runs the subscriber and tells the time
     * @return the delivery
     */
    public static Delivery on(ScheduledExecutorService executor) {
        return new Delivery(executor, EACH_SECOND, SHORT, LONG);
    }

    /**
     * Looks for changes of other processes more or less often.
     *
     * @param time how long until it looks again
     * @return a delivery that does
     * @throws InvalidInputException if the time is not positive
     */
    public Delivery pollingEach(Duration time) {
        return new Delivery(executor, time, firstPause, longestPause);
    }

    /**
     * Waits longer or shorter before an entry comes again.
     *
     * @param first the first pause
     * @param longest what it grows to
     * @return a delivery that does
     * @throws InvalidInputException if a pause is not positive, or the longest is shorter than the first
     */
    public Delivery pausing(Duration first, Duration longest) {
        return new Delivery(executor, poll, first, longest);
    }

    private static boolean isNotPositive(Duration time) {
        return time.isNegative() || time.isZero();
    }
}
