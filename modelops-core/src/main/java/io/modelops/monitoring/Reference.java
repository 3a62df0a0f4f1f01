package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Profile;
import java.time.Instant;

/**
 * What a monitor compares the current window with. It is chosen apart from the {@link Window}:
 *
 * <pre>{@code
 * featureDrift(features).window(Window.tumbling(ofHours(1))).reference(Reference.windowsBefore(24))
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public sealed interface Reference {
    /**
     * Whether the reference is traffic, which another version of the model does not change.
     *
     * @return true for a period and for the windows before
     */
    default boolean outlivesVersions() {
        return this instanceof Period || this instanceof WindowsBefore;
    }

    /** The profile of the training data that the version was registered with. */
    record Training() implements Reference {}

    /**
     * A given profile, such as that of a holdout set or of last year's traffic.
     *
     * @param profile the profile, as a {@link Profiler} makes it
     */
    record Given(Profile profile) implements Reference {}

    /**
     * The first observations of the version.
     *
     * @param observations how many, 10 or more
     */
    record First(int observations) implements Reference {
        /**
         * Checks the number.
         *
         * @param observations how many, 10 or more
         * @throws InvalidInputException if there are fewer than 10
         */
        public First {
            Settings.atLeast(10, "first", observations);
        }
    }

    /**
     * The traffic of a fixed period, as far as the monitor observed it.
     *
     * @param from the beginning
     * @param to the end, which does not belong to it
     */
    record Period(Instant from, Instant to) implements Reference {
        /**
         * Checks the order.
         *
         * @param from the beginning
         * @param to the end
         * @throws InvalidInputException if the end is not after the beginning
         */
        public Period {
            if (!to.isAfter(from)) {
                throw new InvalidInputException(
                        "Reference period from " + from + " to " + to + " is empty: expected an end after it begins.");
            }
        }
    }

    /**
     * The traffic just before the current window.
     *
     * @param windows how many windows of the same length, 1 to 100
     */
    record WindowsBefore(int windows) implements Reference {
        /**
         * Checks the number.
         *
         * @param windows how many windows, 1 to 100
         * @throws InvalidInputException if the number is out of its range
         */
        public WindowsBefore {
            if (windows < 1 || windows > 100) {
                throw new InvalidInputException(
                        "Reference of " + windows + " windows before is not allowed: expected 1 to 100.");
            }
        }
    }

    /** The champion's traffic over the same window, for a challenger: see {@link Monitors}. */
    record Champion() implements Reference {}

    /**
     * The profile of the training data that the version was registered with.
     *
     * @return the reference
     */
    static Reference training() {
        return new Training();
    }

    /**
     * A given profile.
     *
     * @param profile the profile, as a {@link Profiler} makes it
     * @return the reference
     */
    static Reference of(Profile profile) {
        return new Given(profile);
    }

    /**
     * The first observations of the version.
     *
     * @param observations how many, 10 or more
     * @return the reference
     * @throws InvalidInputException if there are fewer than 10
     */
    static Reference first(int observations) {
        return new First(observations);
    }

    /**
     * The traffic of a fixed period, as far as the monitor observed it; what came before the monitor did is best given as
     * a profile. Nothing is judged before the period is over.
     *
     * @param from the beginning
     * @param to the end, which does not belong to it
     * @return the reference
     * @throws InvalidInputException if the end is not after the beginning
     */
    static Reference period(Instant from, Instant to) {
        return new Period(from, to);
    }

    /**
     * The window before the current one.
     *
     * @return the reference
     */
    static Reference previousWindow() {
        return new WindowsBefore(1);
    }

    /**
     * The windows before the current one, together: a longer reference than what is compared with it.
     *
     * @param windows how many windows of the same length, 1 to 100
     * @return the reference
     * @throws InvalidInputException if the number is out of its range
     */
    static Reference windowsBefore(int windows) {
        return new WindowsBefore(windows);
    }

    /**
     * The champion's traffic over the same window. What is judged then is the challenger's.
     *
     * @return the reference
     */
    static Reference champion() {
        return new Champion();
    }
}
