package io.modelops.deployment.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A job that keeps what came of it. */
final class Noted extends Job<Integer, Integer> {
    final CompletableFuture<@Nullable Integer> outcome = new CompletableFuture<>();

    Noted(int input) {
        this(input, 5, NO_DEADLINE);
    }

    Noted(int input, int priority, long deadline) {
        super(input, priority, deadline);
    }

    @Override
    protected void done(@Nullable Integer answer, @Nullable Throwable failure) {
        boolean first = failure == null ? outcome.complete(answer) : outcome.completeExceptionally(failure);
        if (!first) {
            throw new AssertionError("done twice");
        }
    }

    int answer() throws Exception {
        return outcome.get(30, TimeUnit.SECONDS);
    }

    Throwable failure() {
        return outcome.handle((answer, thrown) -> thrown)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
