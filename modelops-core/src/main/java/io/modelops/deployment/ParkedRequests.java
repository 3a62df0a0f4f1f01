package io.modelops.deployment;

import io.modelops.model.ModelRef;
import io.modelops.model.OverloadedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asynchronous requests that wait, without a thread, until their version is back in memory. As many may wait here as in the
 * queue of a version.
 */
final class ParkedRequests<O> {
    private final ModelRef reference;
    private final int capacity;
    private final AtomicInteger parked = new AtomicInteger();

    ParkedRequests(ModelRef reference, int capacity) {
        this.reference = reference;
        this.capacity = capacity;
    }

    /**
     * Keeps a request until its version is back.
     *
     * @param served completes then, or fails with what the request is to be told
     * @param request is made then, on the common pool: a model may run on that thread
     * @param unwanted is called instead, if the request is cancelled before, or its version does not come back
     * @throws OverloadedException if too many wait
     */
    @SuppressWarnings("FutureReturnValueIgnored") // what is registered here does not throw
    CompletableFuture<Prediction<O>> park(
            CompletableFuture<?> served, Supplier<CompletableFuture<Prediction<O>>> request, Runnable unwanted) {
        if (parked.incrementAndGet() > capacity) {
            parked.decrementAndGet();
            throw new OverloadedException(capacity + " requests to " + reference
                    + " wait already until its version is back in memory: try again later, keep the version in memory with "
                    + "settings.pinned(), or let more wait with settings.queueCapacity(…).");
        }
        CompletableFuture<Prediction<O>> answer = new CompletableFuture<>();
        AtomicBoolean waiting = new AtomicBoolean(true);
        answer.whenComplete((prediction, cancelled) -> {
            if (waiting.compareAndSet(true, false)) {
                parked.decrementAndGet();
                unwanted.run();
            }
        });
        served.whenCompleteAsync((nothing, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(asThrown(failure));
            } else if (waiting.compareAndSet(true, false)) {
                parked.decrementAndGet();
                make(request, answer);
            }
        });
        return answer;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what is registered here does not throw
    private void make(Supplier<CompletableFuture<Prediction<O>>> request, CompletableFuture<Prediction<O>> answer) {
        CompletableFuture<Prediction<O>> asked;
        try {
            asked = request.get();
        } catch (RuntimeException | Error refused) {
            answer.completeExceptionally(refused);
            return;
        }
        asked.whenComplete((prediction, failure) -> {
            if (failure == null) {
                answer.complete(prediction);
            } else {
                answer.completeExceptionally(asThrown(failure));
            }
        });
        answer.whenComplete((prediction, failure) -> asked.cancel(false));
    }

    private static Throwable asThrown(Throwable failure) {
        @Nullable Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }
}
