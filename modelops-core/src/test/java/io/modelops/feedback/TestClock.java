package io.modelops.feedback;

import io.modelops.spi.Observed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test moves by hand. */
final class TestClock implements InstantSource {
    private volatile Instant now = Observed.START;

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration duration) {
        now = now.plus(duration);
    }
}
