package io.modelops.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.deployment.Deployment;
import io.modelops.deployment.FaultyRuntime.Answer;
import io.modelops.deployment.FaultyRuntime.Fault;
import io.modelops.model.ClosedException;
import io.modelops.model.ModelVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("stress")
class CloseUnderLoadTest {
    private static final int CALLERS = 4;
    private static final int ROUNDS = (int) StressRun.of(60, 2_000);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void close_whileCallersAskAndAVersionIsSwappedIn_answersOrSaysThatItIsClosed(boolean threadSafe) {
        FaultyModels models = new FaultyModels(directory, threadSafe);
        AtomicLong closed = new AtomicLong();
        try (models) {
            ModelVersion first = models.register("churn", Fault.NONE, 0);
            ModelVersion second = models.register("churn", Fault.NONE, 0);
            models.point(first);
            Deployments deployments = new Deployments(models);
            try (Load load = Load.of(CALLERS, number -> {
                try {
                    Deployment<Long, Answer> present = deployments.present;
                    var prediction = present.predict(number);
                    return prediction.value().mark() == prediction.version().number()
                            ? Load.Outcome.ANSWERED
                            : Load.Outcome.STALE;
                } catch (ClosedException expected) {
                    closed.incrementAndGet();
                    return Load.Outcome.ANSWERED;
                }
            })) {
                for (int round = 0; round < ROUNDS; round++) {
                    long seen = load.requests();
                    Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> load.requests() > seen);
                    // Half of the closes meet a version that is being loaded.
                    models.point(round % 2 == 0 ? second : first);
                    deployments.replace();
                }
                load.stop();

                StressRun.report(
                        threadSafe ? "close-on-caller" : "close-on-workers",
                        load,
                        ROUNDS,
                        "closes=" + ROUNDS + " told-closed=" + closed);
                assertThat(load.firstFailure()).isEmpty();
                assertThat(load.count(Load.Outcome.STALE)).isZero();
            }
        }
        assertThat(models.runtime.crimes()).isEmpty();
        Awaitility.await().untilAsserted(() -> {
            assertThat(models.runtime.openModels()).isZero();
            assertThat(models.runtime.openInferences()).isZero();
        });
    }

    /** The deployment that callers ask, one after another. */
    private static final class Deployments {
        private final FaultyModels models;
        private volatile Deployment<Long, Answer> present;

        private Deployments(FaultyModels models) {
            this.models = models;
            this.present = models.deploy("churn", settings -> settings.workers(1));
        }

        private void replace() {
            Deployment<Long, Answer> last = present;
            last.close();
            present = models.deploy("churn", settings -> settings.workers(1));
        }
    }
}
