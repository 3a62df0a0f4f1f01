package io.modelops.deployment.internal;

import io.modelops.spi.Inference;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One input on its way to a worker, and its answer on the way back. The caller parks until the worker is done. */
final class Job<I, O> {
    private final @Nullable I input;
    private final @Nullable CyclicBarrier together;
    private final Thread caller = Thread.currentThread();
    private @Nullable O answer;
    private @Nullable Throwable failure;
    private volatile boolean done;

    Job(@Nullable I input, @Nullable CyclicBarrier together) {
        this.input = input;
        this.together = together;
    }

    /** A job that only reports that something is ready, or ends a worker. */
    static <I, O> Job<I, O> signal() {
        return new Job<>(null, null);
    }

    boolean isSignal() {
        return input == null && together == null;
    }

    void run(Inference<I, O> inference) {
        try {
            if (together != null) {
                // No worker takes a second warm-up job before each has taken its first.
                together.await();
            }
            complete(inference.predict(Objects.requireNonNull(input)), null);
        } catch (Throwable thrown) {
            complete(null, thrown);
        }
    }

    void complete(@Nullable O result, @Nullable Throwable thrown) {
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
    O await() throws Exception {
        boolean interrupted = false;
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
