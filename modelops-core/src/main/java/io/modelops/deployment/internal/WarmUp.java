package io.modelops.deployment.internal;

import io.modelops.spi.Inference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs every input alone and in a batch of each size that the model may see, on one inference. */
final class WarmUp<I, O> {
    private final List<List<I>> batches = new ArrayList<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    WarmUp(List<I> inputs, BatchSizes sizes) {
        for (I input : inputs) {
            batches.add(List.of(input));
        }
        for (int size : inputs.isEmpty() ? List.<Integer>of() : sizes.typical()) {
            if (size > 1) {
                List<I> batch = new ArrayList<>(size);
                for (int index = 0; index < size; index++) {
                    batch.add(inputs.get(index % inputs.size()));
                }
                batches.add(batch);
            }
        }
    }

    /** Runs it and notes how it went. */
    void run(Inference<I, O> inference, BatchRun<I, O> together, BatchSizes sizes) {
        try {
            for (List<I> batch : batches) {
                if (batch.size() == 1 && sizes.padded(1) == 1) {
                    inference.predict(batch.get(0));
                } else {
                    together.answer(batch);
                }
            }
            done.complete(null);
        } catch (Throwable failure) {
            done.completeExceptionally(failure);
        }
    }

    /** Waits for it. */
    void await() throws Exception {
        await(done);
    }

    /** Waits whatever interrupts, and throws what was thrown. */
    static void await(CompletableFuture<Void> done) throws Exception {
        try {
            done.join();
        } catch (CompletionException wrapped) {
            Throwable cause = wrapped.getCause();
            if (cause instanceof Exception exception) {
                throw exception;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw wrapped;
        }
    }
}
