package io.modelops.examples.churn;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A time that passes when it is told to. */
final class ManualClock implements InstantSource {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-05T08:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public Instant instant() {
        return now.get();
    }

    void advance(Duration duration) {
        now.updateAndGet(before -> before.plus(duration));
    }

    /** A ticker by which each thing that is measured takes a millisecond. */
    long tick() {
        return nanos.addAndGet(1_000_000);
    }
}
