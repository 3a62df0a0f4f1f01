package io.modelops.deployment;

import static io.modelops.deployment.CircuitBreaker.State.CLOSED;
import static io.modelops.deployment.CircuitBreaker.State.HALF_OPEN;
import static io.modelops.deployment.CircuitBreaker.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.modelops.deployment.CircuitBreaker.Phase;
import io.modelops.deployment.CircuitBreaker.Settings;
import io.modelops.model.InvalidInputException;
import io.modelops.model.OverloadedException;
import io.modelops.model.PredictionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CircuitBreakerTest {
    private static final Settings TEN = Settings.ofDefaults().over(10, 4).tryAgain(Duration.ofSeconds(30), 3);
    private static final RuntimeException FAILURE = new IllegalStateException("bad");

    private final AtomicLong ticker = new AtomicLong();
    private final List<String> changes = new ArrayList<>();

    @Test
    void admit_fewerFailuresThanTheMinimum_staysClosed() {
        CircuitBreaker breaker = breaker(TEN);

        fail(breaker, 3);

        assertThat(breaker.state()).isEqualTo(CLOSED);
        assertThat(changes).isEmpty();
    }

    @Test
    void admit_halfOfTheCallsFailed_opensAndLetsNobodyPass() {
        CircuitBreaker breaker = breaker(TEN);

        succeed(breaker, 2);
        fail(breaker, 2);

        assertThat(breaker.state()).isEqualTo(OPEN);
        assertThat(breaker.admit()).isNull();
        assertThat(changes).containsExactly("OPEN: 2 of the latest 4 calls failed");
    }

    @Test
    void admit_successThatReachesTheMinimum_opensAsWell() {
        CircuitBreaker breaker = breaker(TEN);

        fail(breaker, 3);
        succeed(breaker, 1);

        assertThat(breaker.state()).isEqualTo(OPEN);
    }

    @Test
    void admit_failuresThatHaveLeftTheWindow_areForgotten() {
        CircuitBreaker breaker = breaker(TEN);
        succeed(breaker, 6);
        fail(breaker, 4);
        succeed(breaker, 10);

        fail(breaker, 4);

        assertThat(breaker.state()).isEqualTo(CLOSED);
        fail(breaker, 1);
        assertThat(changes).containsExactly("OPEN: 5 of the latest 10 calls failed");
    }

    @Test
    void admit_timeToTryAgain_letsOnlyTheProbesPass() {
        CircuitBreaker breaker = opened();

        ticker.addAndGet(Duration.ofSeconds(30).toNanos() - 1);
        assertThat(breaker.admit()).isNull();
        ticker.addAndGet(1);

        assertThat(breaker.admit()).isNotNull();
        assertThat(breaker.admit()).isNotNull();
        assertThat(breaker.admit()).isNotNull();
        assertThat(breaker.admit()).isNull();
        assertThat(breaker.state()).isEqualTo(HALF_OPEN);
    }

    @Test
    void admit_probesThatSucceed_close() {
        CircuitBreaker breaker = opened();
        ticker.addAndGet(Duration.ofSeconds(30).toNanos());

        succeed(breaker, 3);

        assertThat(breaker.state()).isEqualTo(CLOSED);
        fail(breaker, 3);
        assertThat(breaker.state()).as("older failures are forgotten").isEqualTo(CLOSED);
    }

    @Test
    void admit_probesThatFail_openForAnotherWhile() {
        CircuitBreaker breaker = opened();
        ticker.addAndGet(Duration.ofSeconds(30).toNanos());

        succeed(breaker, 1);
        fail(breaker, 2);

        assertThat(breaker.state()).isEqualTo(OPEN);
        ticker.addAndGet(Duration.ofSeconds(30).toNanos() - 1);
        assertThat(breaker.admit()).isNull();
        ticker.addAndGet(1);
        assertThat(breaker.admit()).isNotNull();
    }

    @Test
    void admit_probesThatNeverEnd_areReplacedAfterAnotherWhile() {
        CircuitBreaker breaker = opened();
        ticker.addAndGet(Duration.ofSeconds(30).toNanos());
        List<Phase> hanging = List.of(breaker.admit(), breaker.admit(), breaker.admit());
        assertThat(breaker.admit()).isNull();

        ticker.addAndGet(Duration.ofSeconds(30).toNanos());
        succeed(breaker, 3);

        assertThat(breaker.state()).isEqualTo(CLOSED);
        hanging.forEach(probe -> probe.ended(0, FAILURE));
        assertThat(breaker.state()).as("their late outcomes count no more").isEqualTo(CLOSED);
    }

    @Test
    void ended_callsFromBeforeItOpened_areNoProbes() {
        CircuitBreaker breaker = breaker(TEN);
        List<Phase> late = List.of(breaker.admit(), breaker.admit(), breaker.admit());
        fail(breaker, 4);
        ticker.addAndGet(Duration.ofSeconds(30).toNanos());
        Phase probe = breaker.admit();

        late.forEach(phase -> phase.ended(0, FAILURE));

        assertThat(breaker.state()).isEqualTo(HALF_OPEN);
        probe.ended(0, null);
        succeed(breaker, 2);
        assertThat(breaker.state()).isEqualTo(CLOSED);
    }

    @Test
    void ended_refusalsOfTheLibrary_sayNothingAboutTheVersion() {
        CircuitBreaker breaker = breaker(TEN);

        IntStream.range(0, 20).forEach(call -> breaker.admit().ended(0, new OverloadedException("full")));
        assertThat(breaker.state()).isEqualTo(CLOSED);
        IntStream.range(0, 4).forEach(call -> breaker.admit().ended(0, new PredictionException("engine")));

        assertThat(breaker.state()).isEqualTo(OPEN);
    }

    @Test
    void ended_probeThatWasRefused_leavesItsPlaceToAnother() {
        CircuitBreaker breaker = opened();
        ticker.addAndGet(Duration.ofSeconds(30).toNanos());

        IntStream.range(0, 20).forEach(call -> breaker.admit().ended(0, new OverloadedException("full")));
        breaker.admit().notCalled();

        succeed(breaker, 3);
        assertThat(breaker.state()).isEqualTo(CLOSED);
    }

    @Test
    void ended_slowCalls_openAtTheirOwnRate() {
        CircuitBreaker breaker = breaker(TEN.openAtSlow(Duration.ofMillis(100), 0.75));
        long slow = Duration.ofMillis(100).toNanos();

        IntStream.range(0, 2).forEach(call -> breaker.admit().ended(slow, null));
        breaker.admit().ended(slow - 1, null);
        breaker.admit().ended(slow, new OverloadedException("gave up waiting"));

        assertThat(changes).containsExactly("OPEN: 3 of the latest 4 calls took PT0.1S or longer");
    }

    @Test
    void ended_manyThreads_countsEachOutcomeOnce() throws Exception {
        CircuitBreaker breaker = breaker(Settings.ofDefaults().over(10_000, 10_000));
        CyclicBarrier together = new CyclicBarrier(4);
        AtomicInteger admitted = new AtomicInteger();
        List<CompletableFuture<Void>> threads = IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(
                        () -> {
                            try {
                                together.await();
                            } catch (Exception broken) {
                                throw new IllegalStateException(broken);
                            }
                            for (int call = 0; call < 2_500; call++) {
                                Phase phase = breaker.admit();
                                if (phase != null) {
                                    admitted.incrementAndGet();
                                    phase.ended(0, call % 2 == 0 ? FAILURE : null);
                                }
                            }
                        },
                        task -> new Thread(task).start()))
                .toList();
        threads.forEach(CompletableFuture::join);

        assertThat(admitted).hasValue(10_000);
        assertThat(changes).containsExactly("OPEN: 5000 of the latest 10000 calls failed");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 1_000_001})
    void settings_minimumOutOfRange_throws(int minimum) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TEN.over(10, minimum))
                .withMessageContaining("minimum")
                .withMessageContaining("1 to 10 calls");
    }

    @Test
    void settings_thatMakeNoSense_throw() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TEN.openAtFailures(0));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TEN.openAtFailures(Double.NaN));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TEN.openAtSlow(Duration.ofMillis(1), 1.1));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TEN.openAtSlow(Duration.ZERO, 1));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TEN.tryAgain(Duration.ZERO, 1));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TEN.tryAgain(Duration.ofSeconds(1), 0));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> TEN.over(1_000_001, 1));
    }

    private CircuitBreaker opened() {
        CircuitBreaker breaker = breaker(TEN);
        fail(breaker, 4);
        assertThat(breaker.state()).isEqualTo(OPEN);
        return breaker;
    }

    private CircuitBreaker breaker(Settings settings) {
        return new CircuitBreaker(settings, ticker::get, (state, why) -> changes.add(state + ": " + why));
    }

    private static void fail(CircuitBreaker breaker, int calls) {
        IntStream.range(0, calls).forEach(call -> breaker.admit().ended(0, FAILURE));
    }

    private static void succeed(CircuitBreaker breaker, int calls) {
        IntStream.range(0, calls).forEach(call -> breaker.admit().ended(0, null));
    }
}
