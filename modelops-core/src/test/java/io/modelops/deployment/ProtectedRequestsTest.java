package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.CircuitOpenException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Circuit breaker, fallback and response cache for requests in lists, with a deadline, or without a thread. */
class ProtectedRequestsTest {
    private static final CircuitBreaker.Settings FOUR =
            CircuitBreaker.Settings.ofDefaults().over(4, 4).tryAgain(Duration.ofSeconds(30), 2);
    private static final PredictOptions SOON = PredictOptions.standard().within(Duration.ofSeconds(60));

    @TempDir
    Path directory;

    private FunctionServing serving;
    private final AtomicInteger asked = new AtomicInteger();
    private boolean broken;

    @BeforeEach
    void serve() {
        serving = FunctionServing.synchronous(directory);
        serving.champion("churn", "one", this::breakable);
    }

    @AfterEach
    void close() {
        serving.close();
    }

    @Test
    void predictAll_versionThatFails_opensTheCircuit() {
        try (Deployment<String, String> churn = serving.deploy("churn", with -> with.circuitBreaker(FOUR))) {
            broken = true;
            assertThatThrownBy(() -> churn.predictAll(List.of("a", "b", "c", "d")))
                    .isInstanceOf(IllegalStateException.class);

            assertThatThrownBy(() -> churn.predictAll(List.of("e"))).isInstanceOf(CircuitOpenException.class);
            assertThatThrownBy(() -> churn.predict("f", SOON)).isInstanceOf(CircuitOpenException.class);
            assertThat(churn.predictAsync("g"))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(CircuitOpenException.class);
            assertThat(asked).hasValue(4);

            broken = false;
            serving.tick(Duration.ofSeconds(30));
            assertThat(churn.predictAll(List.of("h", "i")))
                    .extracting(Prediction::value)
                    .containsExactly("one h", "one i");
            assertThat(churn.status().versions().get(0).circuit()).isEqualTo(CircuitBreaker.State.CLOSED);
        }
    }

    @Test
    void requests_versionThatFails_areAnsweredByTheFallback() {
        try (Deployment<String, String> churn = serving.deploy(
                "churn", with -> with.fallback(Fallback.function("none", (input, failure) -> "no " + input)))) {
            broken = true;

            assertThat(churn.predictAll(List.of("a", "b")))
                    .allSatisfy(answer -> assertThat(answer.isFallback()).isTrue());
            assertThat(churn.predict("c", SOON).value()).isEqualTo("no c");
            CompletableFuture<Prediction<String>> later = churn.predictAsync("d");
            assertThat(later).succeedsWithin(Duration.ofSeconds(10));
            assertThat(later.join().value()).isEqualTo("no d");
            assertThat(churn.status().fallbackAnswers()).isEqualTo(4);
        }
    }

    @Test
    void requests_equalInputs_areAnsweredFromTheCache() {
        try (Deployment<String, String> churn =
                serving.deploy("churn", with -> with.responseCache(ResponseCache.ofSize(10)))) {
            assertThat(churn.predictAsync("a")).succeedsWithin(Duration.ofSeconds(10));

            assertThat(churn.predictAll(List.of("a", "b", "a")))
                    .extracting(Prediction::value)
                    .containsExactly("one a", "one b", "one a");
            assertThat(churn.predict("b", SOON).value()).isEqualTo("one b");
            assertThat(churn.predict("a").value()).isEqualTo("one a");

            assertThat(asked).hasValue(2);
            assertThat(churn.status().responseCache().hits()).isEqualTo(4);
        }
    }

    @Test
    void requests_cancelledBeforeTheyRan_countForNothing() {
        try (Deployment<String, String> churn = serving.deploy("churn", with -> with.circuitBreaker(FOUR))) {
            CompletableFuture<Prediction<String>> answered = churn.predictAsync("a");
            answered.cancel(false);

            assertThat(churn.predict("b").value()).isEqualTo("one b");
            assertThat(churn.status().versions().get(0).inFlight()).isZero();
        }
    }

    private String breakable(String input) {
        asked.incrementAndGet();
        if (broken) {
            throw new IllegalStateException("broken");
        }
        return "one " + input;
    }
}
