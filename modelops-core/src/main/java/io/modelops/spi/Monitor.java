package io.modelops.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Watches a deployment and says from time to time how it is. It belongs to one deployment and is called by one thread at
 * a time.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public interface Monitor<I, O> extends Observer<I, O> {
    /**
     * Judges what was observed so far.
     *
     * @param now the time by the deployment's clock
     * @return what it found, good news included; empty if it has nothing new to say
     */
    List<Finding> evaluate(Instant now);

    /**
     * What it has seen so far, for a monitor of the same kind and settings to go on from after a restart. Asked after
     * evaluations; small, because it is kept with each.
     *
     * @return bytes that say of themselves what form they have, so that a later version of the monitor can tell; empty if
     *     there is nothing worth keeping, which is the default
     */
    default Optional<byte[]> state() {
        return Optional.empty();
    }

    /**
     * Goes on from what a monitor said before a restart. Called at most once, after {@link #onServing} of the version that
     * served then and before any observation; does nothing unless overridden. What can't be read or does not fit the
     * settings is to be ignored, or thrown at: then it is logged, and the monitor goes on from nothing, which it has to be
     * able to.
     *
     * @param state what {@link #state()} returned
     */
    default void restore(byte[] state) {}
}
