package io.modelops.deployment.internal;

import io.modelops.model.DeadlineExceededException;
import io.modelops.model.ModelLoadException;
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
     * Waits until a version serves.
     *
     * @param nanosLeft until the deadline of the request
     * @throws ModelLoadException if none does in time, or it can't be loaded
     * @throws DeadlineExceededException if none does before the deadline
     */
    void await(long nanosLeft) {
        Comeback awaited = present();
        if (awaited != null) {
            await(awaited, nanosLeft);
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
        long longest = awaited.longestWait().toNanos();
        try {
            awaited.served().get(Math.min(longest, nanosLeft), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLong) {
            if (nanosLeft < longest) {
                throw new DeadlineExceededException("The deadline of a request to " + reference
                        + " passed while its version, which was not in memory, was being loaded. Give it more time, or "
                        + "keep the version in memory with settings.pinned().");
            }
            throw new ModelLoadException(reference + " could not answer: its version is being loaded and was not ready "
                    + "after the " + awaited.longestWait()
                    + " that a request may wait; try again, or let requests wait "
                    + "longer.");
        } catch (ExecutionException failed) {
            throw notBack(failed.getCause() == null ? failed : failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ModelLoadException(
                    reference + " could not answer: its version is being loaded, and the request was interrupted.",
                    stopped);
        }
    }

    private @Nullable Comeback present() {
        lock.lock();
        try {
            return underWay;
        } finally {
            lock.unlock();
        }
    }

    private ModelLoadException notBack(Throwable why) {
        return new ModelLoadException(
                reference + " could not answer: it is not in memory, and loading it failed (" + why.getMessage()
                        + "). It is tried again with a request a few seconds later.",
                why);
    }
}
