package io.modelops.examples.ridership;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The time of the data: noon of the day that is being played. */
final class DataClock implements InstantSource {
    private volatile Instant now;

    DataClock(LocalDate day) {
        now = noonOf(day);
    }

    void moveTo(LocalDate day) {
        now = noonOf(day);
    }

    @Override
    public Instant instant() {
        return now;
    }

    static LocalDate dayOf(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static Instant noonOf(LocalDate day) {
        return day.atTime(12, 0).toInstant(ZoneOffset.UTC);
    }
}
