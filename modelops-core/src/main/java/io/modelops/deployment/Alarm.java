package io.modelops.deployment;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Does something when time is over, unless it is stopped. The JDK's own timer waits for all; what is to be done runs on
 * its common pool, so that it can't delay another alarm.
 */
final class Alarm {
    private final CompletableFuture<Void> bell = new CompletableFuture<>();

    private Alarm() {}

    @SuppressWarnings("FutureReturnValueIgnored") // an action that throws has nobody to tell
    static Alarm after(long nanos, Runnable action) {
        Alarm alarm = new Alarm();
        alarm.bell.thenRunAsync(action);
        alarm.bell.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
        return alarm;
    }

    /** Takes it off the timer. */
    void stop() {
        bell.cancel(false);
    }
}
