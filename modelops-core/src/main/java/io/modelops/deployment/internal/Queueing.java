package io.modelops.deployment.internal;

import io.modelops.deployment.Batching;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How requests reach the workers of a version.
 *
 * @param capacity how many may wait
 * @param batching how they are put together
 * @param ticker tells the time of deadlines, in nanoseconds
 * @param share the model's turns beside others, or null if each model takes what it gets
 */
public record Queueing(int capacity, Batching batching, LongSupplier ticker, Turns.@Nullable Share share) {}
