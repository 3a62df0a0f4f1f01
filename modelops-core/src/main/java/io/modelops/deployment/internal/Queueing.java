package io.modelops.deployment.internal;

import io.modelops.deployment.Batching;
import java.util.function.LongSupplier;

/**
 * How requests reach the workers of a version.
 *
 * @param capacity how many may wait
 * @param batching how they are put together
 * @param ticker tells the time of deadlines, in nanoseconds
 */
public record Queueing(int capacity, Batching batching, LongSupplier ticker) {}
