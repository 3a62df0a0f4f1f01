package io.modelops.statistics.change;

/**
 * Watches a stream of numbers, such as the errors of a model, for a change of its level.
 *
 * <p>A detector is a state machine of bounded size; {@link AfterAlarm} says what it remembers after an alarm.
 * Implementations are not thread-safe, and can't be merged: keep one per stream.
 */
public interface ChangeDetector {
    /**
     * Takes the next value of the stream.
     *
     * @param value any number; those that are not finite are ignored
     * @return what the stream did
     */
    Signal add(double value);

    /** Forgets the stream: the next value is the first one. */
    void reset();

    /**
     * Returns how many values the detector remembers: those since the start, the last reset, or an alarm that made it
     * forget.
     *
     * @return the number of finite values
     */
    long observations();

    /**
     * Returns what the detector remembers, for one of the same kind and settings to go on from, such as after a restart.
     *
     * @return some numbers, of bounded length; empty, as unless implemented, if it can't say
     */
    default double[] memory() {
        return new double[0];
    }

    /**
     * Forgets the stream and goes on from what another detector of the same kind and settings remembered.
     *
     * @param memory what {@link #memory()} of that one returned; not modified
     * @throws IllegalArgumentException if it is anything else, as far as that can be told; the next value is the first one
     *     then
     */
    default void recall(double[] memory) {
        reset();
        if (memory.length > 0) {
            throw new IllegalArgumentException("memory has " + memory.length
                    + " numbers; expected none, because this detector does not say what it remembers");
        }
    }

    /** What a detector says about a stream after a value. */
    enum Signal {
        /** Nothing changed, as far as the values tell. */
        STABLE,
        /** A change may have begun. Only detectors that have a warning level say so. */
        WARNING,
        /** The level rose. */
        INCREASED,
        /** The level fell. */
        DECREASED,
        /** The values are distributed differently, neither higher nor lower. Only {@link Kswin} says so. */
        CHANGED;

        /**
         * Returns whether this is an alarm.
         *
         * @return {@code false} for {@link #STABLE} and {@link #WARNING}
         */
        public boolean isAlarm() {
            return this != STABLE && this != WARNING;
        }
    }
}
