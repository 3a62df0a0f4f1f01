package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VersionMetricsTest {
    private final AtomicLong ticker = new AtomicLong();
    private final VersionMetrics metrics = new VersionMetrics(ticker::get);
    private long number;

    @Test
    void percentiles_noCall_areZero() {
        assertThat(metrics.percentiles()).isEqualTo(new VersionMetrics.Percentiles(0, 0));
    }

    @Test
    void percentiles_oneToThousandMillis_areExactToOnePercent() {
        LongStream.rangeClosed(1, 1_000)
                .forEach(millis -> call(Duration.ofMillis(millis).dividedBy(100)));

        assertThat(metrics.percentiles().p50Nanos()).isCloseTo(5_000_000, within(50_000L));
        assertThat(metrics.percentiles().p99Nanos()).isCloseTo(9_900_000, within(99_000L));
    }

    @Test
    void percentiles_afterTwoMinutes_forgetWhatWas() {
        call(Duration.ofSeconds(1));
        ticker.addAndGet(Duration.ofSeconds(60).toNanos());
        call(Duration.ofMillis(1));
        assertThat(metrics.percentiles().p99Nanos()).isGreaterThan(900_000_000);

        ticker.addAndGet(Duration.ofSeconds(60).toNanos());
        call(Duration.ofMillis(1));
        assertThat(metrics.percentiles().p99Nanos()).isCloseTo(1_000_000, within(10_000L));

        ticker.addAndGet(Duration.ofMinutes(3).toNanos());
        assertThat(metrics.percentiles().p99Nanos()).isZero();
    }

    @Test
    void measures_slowCalls_eachOfThem() {
        for (int calls = 0; calls < 2_000; calls++) {
            assertThat(call(Duration.ofNanos(30_000))).isTrue();
        }
    }

    @Test
    void measures_fastCalls_oneIn64OfWhichEachCounts64Times() {
        int measured = 0;
        for (int calls = 0; calls < 256 + 64_000; calls++) {
            measured += call(Duration.ofNanos(200)) ? 1 : 0;
        }

        assertThat(measured).isEqualTo(256 + 1_000);
        assertThat(metrics.percentiles().p50Nanos()).isBetween(128L, 256L);
    }

    @Test
    void measures_callsThatBecomeSlow_eachOfThemAgain() {
        for (int calls = 0; calls < 10_000; calls++) {
            call(Duration.ofNanos(200));
        }
        ticker.addAndGet(Duration.ofMinutes(5).toNanos());
        for (int calls = 0; calls < 64 * 256; calls++) {
            call(Duration.ofNanos(100_000));
        }

        assertThat(call(Duration.ofNanos(100_000))).isTrue();
        assertThat(call(Duration.ofNanos(100_000))).isTrue();
    }

    @Test
    void add_clockThatGoesBackOrCallsOfDays_isWithinBounds() {
        metrics.add(100, 50);
        metrics.add(0, Duration.ofDays(3).toNanos());

        assertThat(metrics.percentiles().p99Nanos())
                .isCloseTo(
                        Duration.ofHours(1).toNanos(),
                        within(Duration.ofMinutes(1).toNanos()));
    }

    private boolean call(Duration took) {
        boolean measured = metrics.measures(number++);
        long began = ticker.getAndAdd(took.toNanos());
        if (measured) {
            metrics.add(began, ticker.get());
        }
        return measured;
    }
}
