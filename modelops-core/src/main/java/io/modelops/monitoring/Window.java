package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which observations a monitor judges together:
 *
 * <pre>{@code
 * Window.latest(500)                                          // slides with each observation
 * Window.tumbling(1_000)                                      // every 1,000 observations, each counted once
 * Window.tumbling(Duration.ofHours(1))                        // every full hour
 * Window.sliding(Duration.ofDays(1), Duration.ofHours(1))     // the last day, every hour
 *     .byEventTime(Trip.class, Trip::endedAt).allowedLateness(Duration.ofMinutes(10))
 * }</pre>
 *
 * <p>Windows by time begin at multiples of their step since 1970-01-01T00:00Z and are judged once they are over: when an
 * observation, or the deployment's clock, has passed their end by the allowed lateness. What belongs to a window that is
 * over already is late: it is left out, and counted. Immutable and thread-safe.
 */
public final class Window {
    private static final int MOST_STEPS = 1_000;

    /** How observations are cut into windows. */
    sealed interface Shape {}

    /** Windows of so many observations, of which each begins {@code step} after the one before. */
    record ByCount(int length, int step, boolean complete) implements Shape {}

    /** Windows of a time in milliseconds, of which each begins {@code step} after the one before. */
    record ByTime(long length, long step) implements Shape {
        int steps() {
            return (int) (length / step);
        }
    }

    private final Shape shape;
    private final @Nullable Function<Object, @Nullable Instant> eventTime;
    private final Duration lateness;

    private Window(Shape shape, @Nullable Function<Object, @Nullable Instant> eventTime, Duration lateness) {
        this.shape = shape;
        this.eventTime = eventTime;
        this.lateness = lateness;
    }

    /**
     * The latest observations, whenever one looks. What is older leaves in parts of a twentieth of the window, so that it
     * holds between 95 % of the number and all of it; up to 20 observations leave one by one.
     *
     * @param observations how many, 1 or more
     * @return the window
     * @throws InvalidInputException if the number is less than 1
     */
    public static Window latest(int observations) {
        int length = Settings.atLeast(1, "window", observations);
        return of(new ByCount(length, 1 + (length - 1) / 20, false));
    }

    /**
     * One window after the other, each judged once when it is full.
     *
     * @param observations how many observations each has, 1 or more
     * @return the window
     * @throws InvalidInputException if the number is less than 1
     */
    public static Window tumbling(int observations) {
        int length = Settings.atLeast(1, "window", observations);
        return of(new ByCount(length, length, true));
    }

    /**
     * One window after the other, each judged once when its time is over.
     *
     * @param length how long each lasts, in whole milliseconds, 1 or more
     * @return the window
     * @throws InvalidInputException if the length is not a positive number of milliseconds
     */
    public static Window tumbling(Duration length) {
        return sliding(length, length);
    }

    /**
     * Windows that overlap, each judged once when its time is over.
     *
     * @param length how long each lasts, a multiple of the step, at most 1,000 times as long
     * @param step how much later each begins than the one before, in whole milliseconds, 1 or more
     * @return the window
     * @throws InvalidInputException if the step is not a positive number of milliseconds or the length no such multiple
     */
    public static Window sliding(Duration length, Duration step) {
        long stepMillis = millis("step", step);
        long lengthMillis = millis("length", length);
        if (stepMillis < 1 || lengthMillis < 1 || lengthMillis % stepMillis != 0) {
            throw new InvalidInputException("Window of " + length + " every " + step
                    + " is not allowed: expected a step of 1 ms or more and a length that is a multiple of it.");
        }
        return of(new ByTime(lengthMillis, atMostSteps("length", length, stepMillis)));
    }

    /**
     * Tells observations apart by a time that the input brings, and not by the time when they were answered. An input
     * without such a time (null, another type, or the reader throws), or with one that is after the answer by more than
     * the allowed lateness, is left out and counted. Such windows are over when the latest event time that was seen has
     * passed their end by the allowed lateness; the clock alone does not end them.
     *
     * @param type the type of the inputs
     * @param reader reads the time of an input, null if it has none
     * @param <I> the type of the inputs
     * @return a window with this change
     */
    public <I> Window byEventTime(Class<I> type, Function<? super I, @Nullable Instant> reader) {
        return new Window(shape, input -> type.isInstance(input) ? reader.apply(type.cast(input)) : null, lateness);
    }

    /**
     * Waits longer for observations that come late; not at all unless told. In a window by count, what comes later than
     * this after the newest observation is left out.
     *
     * @param duration how much later than a newer one an observation may come, zero to 1,000 steps of the window
     * @return a window with this change
     * @throws InvalidInputException if the duration is negative or too long
     */
    public Window allowedLateness(Duration duration) {
        if (millis("allowed lateness", duration) < 0) {
            throw new InvalidInputException("Allowed lateness " + duration + " is not allowed: expected zero or more.");
        }
        if (shape instanceof ByTime byTime) {
            atMostSteps("allowed lateness", duration, byTime.step());
        }
        return new Window(shape, eventTime, duration);
    }

    Shape shape() {
        return shape;
    }

    @Nullable
    Function<Object, @Nullable Instant> eventTime() {
        return eventTime;
    }

    Duration lateness() {
        return lateness;
    }

    /** How many observations a window by count has, or that there is no such number. */
    int observations(int otherwise) {
        return shape instanceof ByCount byCount ? byCount.length() : otherwise;
    }

    @Override
    public String toString() {
        String time = eventTime == null ? "" : " by event time";
        if (shape instanceof ByCount byCount) {
            return (byCount.complete() ? "every " : "the latest ") + byCount.length() + " observations" + time;
        }
        ByTime byTime = (ByTime) shape;
        return Duration.ofMillis(byTime.length()) + " every " + Duration.ofMillis(byTime.step()) + time;
    }

    private static Window of(Shape shape) {
        return new Window(shape, null, Duration.ZERO);
    }

    private static long atMostSteps(String name, Duration duration, long step) {
        if (duration.toMillis() / step > MOST_STEPS) {
            throw new InvalidInputException("Window setting " + name + " " + duration
                    + " is not allowed: expected at most " + MOST_STEPS + " steps of " + Duration.ofMillis(step) + ".");
        }
        return step;
    }

    private static long millis(String name, Duration duration) {
        try {
            return duration.toMillis();
        } catch (ArithmeticException tooLong) {
            throw new InvalidInputException(
                    "Window setting " + name + " " + duration + " is not allowed: expected fewer milliseconds.",
                    tooLong);
        }
    }
}
