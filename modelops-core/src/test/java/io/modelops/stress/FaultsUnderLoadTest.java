package io.modelops.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.deployment.Deployment;
import io.modelops.deployment.FaultyRuntime.Answer;
import io.modelops.deployment.FaultyRuntime.Fault;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.ModelVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("stress")
class FaultsUnderLoadTest {
    private static final int CALLERS = 4;
    private static final int ROUNDS = (int) StressRun.of(5, 400);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final List<Fault> NEVER_SERVE = List.of(
            Fault.FAILING_LOAD,
            Fault.OUT_OF_MEMORY_LOAD,
            Fault.OUT_OF_MEMORY_INFERENCE,
            Fault.FAILING_WARM_UP,
            Fault.WRONG_TYPE,
            Fault.NO_ANSWER);
    private static final List<Fault> SERVE = List.of(Fault.SLOW_LOAD, Fault.FAILING_CLOSE, Fault.OUT_OF_MEMORY_CLOSE);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void versions_thatFailInEveryWay_leaveCallersAnsweredByTheOnesBefore(boolean threadSafe) throws Exception {
        FaultyModels models = new FaultyModels(directory, threadSafe);
        long refused = 0;
        try (models) {
            ModelVersion first = models.register("churn", Fault.NONE, 0);
            models.point(first);
            SwapLedger ledger = new SwapLedger(first, ROUNDS * (SERVE.size() + 1));
            Semaphore failedLoads = new Semaphore(0);
            models.tell(ledger);
            models.tell(event -> {
                if (event instanceof DeploymentEvent.LoadFailed) {
                    failedLoads.release();
                }
            });
            Deployment<Long, Answer> churn = models.deploy("churn", settings -> {});
            try (Load load = Load.of(CALLERS, number -> FaultyModels.judged(churn, ledger, number))) {
                for (int round = 0; round < ROUNDS; round++) {
                    for (Fault fault : NEVER_SERVE) {
                        models.point(models.register("churn", fault, 0));
                        assertThat(failedLoads.tryAcquire(LONGEST.toSeconds(), TimeUnit.SECONDS))
                                .as("%s is noticed", fault)
                                .isTrue();
                        refused++;
                    }
                    for (Fault fault : SERVE) {
                        ModelVersion next = models.register("churn", fault, 3);
                        ledger.swap(next, () -> models.point(next), LONGEST);
                    }
                }
                load.stop();

                String name = threadSafe ? "faults-on-caller" : "faults-on-workers";
                StressRun.report(name, load, ledger.swaps(), "refused-versions=" + refused);
                assertThat(load.firstFailure()).isEmpty();
                assertThat(load.count(Load.Outcome.STALE)).isZero();
                assertThat(load.count(Load.Outcome.REFUSED)).isZero();
            }
        }
        assertThat(models.runtime.crimes()).isEmpty();
        assertThat(models.runtime.openModels()).isZero();
        assertThat(models.runtime.openInferences()).isZero();
    }
}
