/**
 * Fifteen years of one model's life, on real data: {@link io.modelops.examples.ridership.RidershipExample} trains a
 * network on the ridership of a Chicago 'L' station, serves it day by day, notices when it goes stale, and replaces it
 * under load.
 */
@NullMarked
package io.modelops.examples.ridership;

import org.jspecify.annotations.NullMarked;
