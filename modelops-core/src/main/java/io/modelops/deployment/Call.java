package io.modelops.deployment;

import io.modelops.deployment.internal.Generation;
import io.modelops.deployment.internal.Job;
import io.modelops.deployment.internal.Limiter;
import io.modelops.deployment.internal.Route;
import io.modelops.deployment.internal.VersionMetrics;
import io.modelops.model.DeadlineExceededException;
import io.modelops.model.OverloadedException;
import io.modelops.spi.Role;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One input for which nobody's thread is held. It has two ends: it is settled when its caller is told, and it lets go of
 * its version when no worker has it any more. A caller whose deadline passes while the model is at work is told at once;
 * the version is kept until the worker is done.
 */
final class Call<I, O> extends Job<I, O> {
    private final Asked<I, O> asked;
    private final long number;
    private final Role role;
    private final CompletableFuture<Prediction<O>> future = new CompletableFuture<>();
    private final AtomicBoolean settled = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private @Nullable Alarm alarm;
    private CircuitBreaker.@Nullable Phase phase;

    /** What the inputs of one request have in common. */
    record Asked<I, O>(
            Deployment<I, O> deployment,
            Route<I, O> route,
            Generation<I, O> chosen,
            SharedLease lease,
            @Nullable Limiter limiter,
            Instant at,
            long began,
            long deadline) {}

    Call(Asked<I, O> asked, I input, int priority, long number, Role role) {
        super(input, priority, asked.deadline());
        this.asked = asked;
        this.number = number;
        this.role = role;
    }

    /** For a caller that goes on with something else: rings when it is too late, and listens whether it is still wanted. */
    @SuppressWarnings("FutureReturnValueIgnored") // what is registered here does not throw
    CompletableFuture<Prediction<O>> attended() {
        if (asked.deadline() != NO_DEADLINE && !future.isDone()) {
            alarm = Alarm.after(asked.deadline() - asked.deployment().ticks(), this::expire);
        }
        future.whenComplete((prediction, failure) -> stop());
        if (!asked.deployment().hasFallback()) {
            return future;
        }
        // A fallback may take its time, and what completes the future may be a worker.
        CompletableFuture<Prediction<O>> answered = future.exceptionallyComposeAsync(failure -> {
            Prediction<O> instead = instead(failure);
            return instead == null ? future : CompletableFuture.completedFuture(instead);
        });
        answered.whenComplete((prediction, failure) -> future.cancel(false));
        return answered;
    }

    /** The version it is for. */
    Generation<I, O> chosen() {
        return asked.chosen();
    }

    /** Notes who is to be told how the version did. */
    void guardBy(CircuitBreaker.@Nullable Phase guard) {
        phase = guard;
    }

    /** Ends it with an answer that was known, without asking the version. */
    void answer(O known) {
        if (settled.compareAndSet(false, true)) {
            observed(known, null);
            release();
            future.complete(prediction(known));
        }
    }

    /** Ends it without asking the version. */
    void refuse(RuntimeException why) {
        if (settled.compareAndSet(false, true)) {
            release();
            future.completeExceptionally(why);
        }
    }

    /** For a caller that waits. An interrupt does not end the wait; it is kept for the caller to find. */
    Prediction<O> await() {
        boolean interrupted = false;
        boolean untilDeadline = asked.deadline() != NO_DEADLINE;
        try {
            while (true) {
                try {
                    return untilDeadline
                            ? future.get(asked.deadline() - asked.deployment().ticks(), TimeUnit.NANOSECONDS)
                            : future.get();
                } catch (InterruptedException wokenUp) {
                    interrupted = true;
                } catch (TimeoutException tooLate) {
                    expire();
                    untilDeadline = false;
                } catch (ExecutionException failed) {
                    Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
                    Prediction<O> instead = instead(cause);
                    if (instead != null) {
                        return instead;
                    }
                    throw asThrown(cause);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    protected void done(@Nullable O answer, @Nullable Throwable thrown) {
        boolean wanted = settled.compareAndSet(false, true);
        @Nullable Throwable failure = wanted ? asked.chosen().judged(answer, thrown) : null;
        try {
            if (wanted) {
                observed(failure == null ? answer : null, failure);
            }
            if (failure == null && thrown == null && answer != null) {
                asked.deployment().learnt(asked.chosen(), input(), answer);
            }
        } finally {
            // Before the caller is told, who may look whether the version is free, or do anything on this thread.
            letGo(wanted ? failure : thrown);
            if (wanted) {
                tell(answer, failure);
            }
        }
    }

    private void tell(@Nullable O answer, @Nullable Throwable failure) {
        if (failure == null && answer != null) {
            future.complete(prediction(answer));
        } else {
            future.completeExceptionally(failure);
        }
    }

    private void expire() {
        boolean waited = asked.chosen().withdraw(this);
        if (waited) {
            done(null, tooLate("it waited for a worker; it was not run"));
        } else if (settled.compareAndSet(false, true)) {
            @Nullable
            Throwable failure =
                    asked.chosen().judged(null, tooLate("the model was at work on it; its answer will be thrown away"));
            observed(null, failure);
            future.completeExceptionally(failure);
        }
    }

    /** The future is complete, by us, or because its owner cancelled it or gave it a timeout. */
    private void stop() {
        Alarm ringing = alarm;
        if (ringing != null) {
            ringing.stop();
        }
        if (!settled.get() && asked.chosen().withdraw(this)) {
            settled.set(true);
            release();
        }
    }

    private void letGo(@Nullable Throwable failure) {
        if (over.compareAndSet(false, true)) {
            long now = asked.deployment().ticks();
            boolean ran = !(failure instanceof OverloadedException) && !(failure instanceof DeadlineExceededException);
            VersionMetrics metrics = asked.chosen().metrics();
            if (ran && metrics != null && metrics.measures(number)) {
                metrics.add(asked.began(), now);
            }
            CircuitBreaker.Phase guard = phase;
            if (guard != null && ran) {
                guard.ended(now - asked.began(), failure);
            } else if (guard != null) {
                guard.notCalled();
            }
            Limiter limiter = asked.limiter();
            if (limiter != null) {
                Deployment.leave(limiter, asked.began(), now, failure);
            }
            asked.lease().release();
        }
    }

    /** Lets go of the version that was not asked. */
    private void release() {
        if (over.compareAndSet(false, true)) {
            CircuitBreaker.Phase guard = phase;
            if (guard != null) {
                guard.notCalled();
            }
            Limiter limiter = asked.limiter();
            if (limiter != null) {
                limiter.leave();
            }
            asked.lease().release();
        }
    }

    private @Nullable Prediction<O> instead(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause == null || cause instanceof CancellationException
                ? null
                : asked.deployment().insteadOf(cause, input(), asked.route(), asked.chosen());
    }

    private void observed(@Nullable O output, @Nullable Throwable failure) {
        asked.deployment()
                .observed(
                        asked.route(),
                        asked.chosen(),
                        number,
                        role,
                        asked.at(),
                        asked.began(),
                        input(),
                        output,
                        failure);
    }

    private Prediction<O> prediction(O answer) {
        Generation<I, O> chosen = asked.chosen();
        return new Prediction<>(answer, chosen.version(), role, chosen.origin(), number);
    }

    private DeadlineExceededException tooLate(String when) {
        return new DeadlineExceededException("The deadline of a request to version "
                + asked.chosen().version() + " passed while " + when
                + ". Give it more time, or deploy with more workers or batching.");
    }

    private static RuntimeException asThrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) cause;
    }
}
