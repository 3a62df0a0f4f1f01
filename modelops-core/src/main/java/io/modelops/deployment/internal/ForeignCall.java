package io.modelops.deployment.internal;

import java.time.Duration;
import java.util.Optional;

/** Since when one thread has been in a function that the application gave, so that others see when it does not return. */
final class ForeignCall {
    /** Longer than anything that is asked for each prediction should take. */
    private static final Duration HANGING = Duration.ofSeconds(1);

    private static final long NOT_CALLED = 0;

    private volatile long began = NOT_CALLED;

    /** It is called now. */
    void begins() {
        // Odd, so that no moment is taken for the one that says there is none.
        began = System.nanoTime() | 1;
    }

    /** It has returned, or thrown. */
    void ended() {
        began = NOT_CALLED;
    }

    /** For how long it has not returned, if that is suspiciously long. */
    Optional<Duration> hanging() {
        long since = began;
        Duration lasts = since == NOT_CALLED ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
        return lasts.compareTo(HANGING) > 0 ? Optional.of(lasts) : Optional.empty();
    }
}
