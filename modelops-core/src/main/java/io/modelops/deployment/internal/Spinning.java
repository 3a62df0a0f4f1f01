package io.modelops.deployment.internal;

import java.util.function.BooleanSupplier;

/**
 * Looks again and again whether something is there, for a moment, because waking up takes longer than many models do. When
 * the moment turns out to be too short, because the model is slower, most of the next callers do not try.
 */
final class Spinning {
    private static final long NANOS = Runtime.getRuntime().availableProcessors() > 1 ? 200_000 : 0;
    private static final int CALLERS_THAT_DO_NOT_TRY = 64;
    /** Reading the time takes more of a processor that two threads share than pausing does. */
    static final int LOOKS_BETWEEN_TIMES = 16;

    /** Neither locked nor volatile: what a thread misses of another's writing costs one moment. */
    private int discouraged;

    /** Returns when it is there, or at the end of the moment. */
    void await(BooleanSupplier there) {
        if (discouraged > 0) {
            discouraged--;
            return;
        }
        long began = System.nanoTime();
        for (int look = 1; !there.getAsBoolean(); look++) {
            if (look % LOOKS_BETWEEN_TIMES == 0 && System.nanoTime() - began >= NANOS) {
                discouraged = CALLERS_THAT_DO_NOT_TRY;
                return;
            }
            Thread.onSpinWait();
        }
    }
}
