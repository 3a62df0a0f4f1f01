package io.modelops.deployment.internal;

import io.modelops.deployment.Batching;
import io.modelops.model.ModelName;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How requests reach the workers of a version.
 *
 * @param capacity how many may wait
 * @param batching how they are put together
 * @param ticker tells the time of deadlines, in nanoseconds
 * @param turns lets models share the processors, or null if each takes what it gets
 * @param model whose turns they are
 */
public record Queueing(
        int capacity,
        Batching batching,
        LongSupplier ticker,
        @Nullable Turns turns,
        ModelName model) {
    /** Without sharing. */
    public Queueing(int capacity, Batching batching, LongSupplier ticker) {
        this(capacity, batching, ticker, null, ModelName.of("alone"));
    }
}
