package io.modelops.deployment.internal;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A job whose caller parks until a worker is done with it. */
final class Handoff<I, O> extends Job<I, O> {
    private final Thread caller = Thread.currentThread();
    private @Nullable O answer;
    private @Nullable Throwable failure;
    private volatile boolean done;

    Handoff(I input, int priority) {
        super(input, priority, NO_DEADLINE);
    }

    @Override
    protected void done(@Nullable O result, @Nullable Throwable thrown) {
        answer = result;
        failure = thrown;
        done = true;
        LockSupport.unpark(caller);
    }

    /**
     * Waits for the answer. An interrupt does not end the wait, because the worker uses the caller's lease; it is kept for
     * the caller to find.
     */
    @Nullable
    O await(Spinning spinning) throws Exception {
        boolean interrupted = false;
        if (foundAllIdle) {
            // Who spins alone takes a processor from nobody.
            spinning.await(() -> done);
        }
        while (!done) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof Exception exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return answer;
    }
}
