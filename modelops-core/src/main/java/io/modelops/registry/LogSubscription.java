package io.modelops.registry;

import java.util.Optional;

/** A subscriber's place in the log. Closing it ends the delivery; a call that is under way then may still end. */
public interface LogSubscription extends Subscription {
    /**
     * How far the subscriber has come.
     *
     * @return the sequence of the last entry that it took, or of the one before the first it is to get
     */
    long taken();

    /**
     * How often it has failed to take the entry after {@link #taken}.
     *
     * @return 0 if all is well
     */
    int failures();

    /**
     * Why it could not take the entry.
     *
     * @return what it threw last, or empty if all is well
     */
    Optional<Throwable> failure();

    /**
     * Whether entries are no longer delivered: the subscription or its registry was closed, or its executor shut down.
     *
     * @return true if no call begins any more
     */
    boolean isClosed();
}
