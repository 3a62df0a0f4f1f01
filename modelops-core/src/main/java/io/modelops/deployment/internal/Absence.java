package io.modelops.deployment.internal;

import io.modelops.model.DeadlineExceededException;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelOpsException;
import io.modelops.model.ModelRef;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The time during which a deployment has no version in memory, because it was evicted or makes room for its successor.
 * Requests wait here for the one load that ends it. After a failure they get its error at once for a while, so that they do
 * not begin one load after another.
 */
final class Absence {
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private final ModelRef reference;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Comeback underWay;
    private @Nullable Throwable failure;
    private Instant failedAt = Instant.MIN;

    /** An attempt to get a version back into memory. */
    record Comeback(CompletableFuture<Void> served, Duration longestWait) {}

    Absence(ModelRef reference) {
        this.reference = reference;
    }

    /** Begins an attempt to end it; null if one is under way. */
    @Nullable
    Comeback begin(Duration longestWait) {
        lock.lock();
        try {
            if (underWay != null) {
                return null;
            }
            underWay = new Comeback(new CompletableFuture<>(), longestWait);
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    boolean isUnderWay() {
        return present() != null;
    }

    /** The attempt, if it is still the present one, was in vain. */
    void failed(Comeback attempt, Throwable why, Instant now) {
        lock.lock();
        try {
            if (!attempt.equals(underWay)) {
                return;
            }
            underWay = null;
            failure = why;
            failedAt = now;
        } finally {
            lock.unlock();
        }
        attempt.served().completeExceptionally(why);
    }

    /** A version serves, or the deployment was closed. */
    void over() {
        Comeback ended;
        lock.lock();
        try {
            ended = underWay;
            underWay = null;
            failure = null;
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            ended.served().complete(null);
        }
    }

    /**
     * Says why nothing serves, if an attempt has just failed.
     *
     * @throws ModelLoadException then
     */
    void refuseAfterFailure(Instant now) {
        Throwable why;
        lock.lock();
        try {
            boolean recent = !now.isBefore(failedAt) && now.isBefore(failedAt.plus(REMEMBERED));
            why = recent && underWay == null ? failure : null;
        } finally {
            lock.unlock();
        }
        if (why != null) {
            throw notBack(why);
        }
    }

    /**
     * Waits for an attempt to end.
     *
     * @param nanosLeft until the deadline of the request
     * @throws ModelLoadException if it does not in time, or is in vain
     * @throws DeadlineExceededException if it does not before the deadline
     */
    void await(Comeback awaited, long nanosLeft) {
        try {
            awaited.served().get(Math.min(awaited.longestWait().toNanos(), nanosLeft), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLong) {
            throw tooLate(awaited, nanosLeft);
        } catch (ExecutionException failed) {
            throw notBack(failed.getCause() == null ? failed : failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ModelLoadException(
                    reference + " could not answer: its version is being loaded, and the request was interrupted.",
                    stopped);
        }
    }

    /**
     * Waits for an attempt to end without holding a thread.
     *
     * @param nanosLeft until the deadline of the request
     * @return fails as {@link #await} does; what follows should be quick, as it may hold up whoever publishes the version
     */
    @SuppressWarnings("FutureReturnValueIgnored") // what is registered here does not throw
    CompletableFuture<Void> whenOver(Comeback awaited, long nanosLeft) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<Void> late = new CompletableFuture<Void>()
                .completeOnTimeout(null, Math.min(awaited.longestWait().toNanos(), nanosLeft), TimeUnit.NANOSECONDS);
        late.thenRun(() -> over.completeExceptionally(tooLate(awaited, nanosLeft)));
        awaited.served().whenComplete((nothing, failed) -> {
            late.cancel(false);
            if (failed == null) {
                over.complete(null);
            } else {
                over.completeExceptionally(notBack(failed));
            }
        });
        return over;
    }

    /** The attempt that is under way, if one is. */
    @Nullable
    Comeback present() {
        lock.lock();
        try {
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    private ModelOpsException tooLate(Comeback awaited, long nanosLeft) {
        return nanosLeft < awaited.longestWait().toNanos()
                ? new DeadlineExceededException("The deadline of a request to " + reference
                        + " passed while its version, which was not in memory, was being loaded. Give it more time, or "
                        + "keep the version in memory with settings.pinned().")
                : new ModelLoadException(reference + " could not answer: its version is being loaded and was not ready "
                        + "after the " + awaited.longestWait()
                        + " that a request may wait; try again, or let requests wait "
                        + "longer.");
    }

    private ModelLoadException notBack(Throwable why) {
        return new ModelLoadException(
                reference + " could not answer: it is not in memory, and loading it failed (" + why.getMessage()
                        + "). It is tried again with a request a few seconds later.",
                why);
    }
}
