package io.modelops.examples.ridership;

import org.jspecify.annotations.Nullable;

/**
 * What the background callers saw.
 *
 * @param requests how many requests they made
 * @param failed how many of them failed
 * @param p50Nanos the median time a request took, in nanoseconds
 * @param p99Nanos the 99th percentile
 * @param firstFailure what the first failed request threw, or null
 */
record Load(
        long requests,
        long failed,
        long p50Nanos,
        long p99Nanos,
        @Nullable Throwable firstFailure) {}
