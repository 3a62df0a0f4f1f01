package io.modelops.statistics;

/**
 * Watches a stream of numbers, such as the errors of a model, for a change of its level.
 *
 * <p>A detector is a state machine of constant size: after a change it starts anew with the next value. Implementations
 * are not thread-safe, and can't be merged: keep one per stream.
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
     * Returns how many values were taken since the start, the last change or the last reset.
     *
     * @return the number of finite values
     */
    long observations();

    /** What a detector says about a stream after a value. */
    enum Signal {
        /** Nothing changed, as far as the values tell. */
        STABLE,
        /** The level rose. */
        INCREASED,
        /** The level fell. */
        DECREASED
    }
}
