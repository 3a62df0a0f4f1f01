package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.deployment.ConcurrencyLimit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimiterTest {
    private long now;

    /** Lets in as many as the limit allows, and all of them end after a time that depends on how many they were. */
    private void round(Limiter limiter, long nanosWhenFew, int few) {
        int admitted = 0;
        while (limiter.enter(1)) {
            admitted++;
        }
        long began = now;
        now += admitted <= few ? nanosWhenFew : nanosWhenFew * admitted / few;
        for (int request = 0; request < admitted; request++) {
            limiter.leave(began, now, false);
        }
    }

    @Test
    void enter_atAFixedLimit_admitsExactlyThatManyAtOnce() throws InterruptedException {
        Limiter limiter = new Limiter(ConcurrencyLimit.fixed(10));
        AtomicInteger admitted = new AtomicInteger();
        Thread[] threads = new Thread[4];
        for (int index = 0; index < threads.length; index++) {
            threads[index] = new Thread(() -> {
                for (int request = 0; request < 100; request++) {
                    if (limiter.enter(1)) {
                        admitted.incrementAndGet();
                    }
                }
            });
            threads[index].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(admitted).hasValue(10);
        limiter.leave();
        assertThat(limiter.enter(2)).isFalse();
        assertThat(limiter.enter(1)).isTrue();
    }

    @Test
    void aimd_whileAnswersComeInTime_growsByAtMostOneForEachRound() {
        Limiter limiter = new Limiter(ConcurrencyLimit.aimd(4, 8, Duration.ofNanos(100)));

        for (int more = 0; more < 3; more++) {
            round(limiter, 10, 100);
        }
        assertThat(limiter.limit()).isBetween(5, 7);
        for (int more = 0; more < 20; more++) {
            round(limiter, 10, 100);
        }

        assertThat(limiter.limit()).isEqualTo(8);
    }

    @Test
    void aimd_whenARoundIsTooSlow_isLoweredOnce() {
        Limiter limiter = new Limiter(ConcurrencyLimit.aimd(10, 100, Duration.ofNanos(100)));
        for (int more = 0; more < 40; more++) {
            round(limiter, 10, 1_000);
        }
        int before = limiter.limit();

        round(limiter, 200, 1_000);

        assertThat(limiter.limit()).isBetween((int) (before * 0.9) - 1, (int) (before * 0.9) + 1);
    }

    @Test
    void aimd_whenARequestIsRefused_isLowered() {
        Limiter limiter = new Limiter(ConcurrencyLimit.aimd(10, 100, Duration.ofNanos(100)));
        for (int more = 0; more < 40; more++) {
            round(limiter, 10, 1_000);
        }
        int before = limiter.limit();

        limiter.enter(1);
        limiter.leave(now, now + 1, true);

        assertThat(limiter.limit()).isLessThan(before);
    }

    @Test
    void aimd_thatIsNotUsed_doesNotGrow() {
        Limiter limiter = new Limiter(ConcurrencyLimit.aimd(10, 100, Duration.ofNanos(100)));

        for (int request = 0; request < 1_000; request++) {
            limiter.enter(1);
            limiter.leave(now, now + 10, false);
        }

        assertThat(limiter.limit()).isEqualTo(10);
    }

    @Test
    void gradient_settlesAboveWhatTheModelDoesAtOnceAndFarBelowTheMost() {
        Limiter limiter = new Limiter(ConcurrencyLimit.gradient(2, 1_000));

        for (int more = 0; more < 5_000; more++) {
            round(limiter, 1_000, 10);
        }

        assertThat(limiter.limit()).isBetween(10, 30);
    }

    @Test
    void gradient_whenTheModelBecomesSlower_falls() {
        Limiter limiter = new Limiter(ConcurrencyLimit.gradient(2, 1_000));
        for (int more = 0; more < 100; more++) {
            round(limiter, 1_000, 40);
        }
        int before = limiter.limit();

        for (int more = 0; more < 20; more++) {
            round(limiter, 10_000, 40);
        }

        assertThat(limiter.limit()).isLessThan(before / 2);

        for (int more = 0; more < 200; more++) {
            round(limiter, 10_000, 40);
        }
        assertThat(limiter.limit()).as("once slower is usual").isGreaterThan(30);
    }

    @Test
    void gradient_ofAModelThatIsNeverBusy_growsToTheMost() {
        Limiter limiter = new Limiter(ConcurrencyLimit.gradient(2, 50));

        for (int more = 0; more < 400; more++) {
            round(limiter, 1_000, 1_000);
        }

        assertThat(limiter.limit()).isEqualTo(50);
    }
}
