package io.modelops.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.deployment.Deployment;
import io.modelops.deployment.FaultyRuntime.Answer;
import io.modelops.deployment.FaultyRuntime.Fault;
import io.modelops.model.ModelVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("stress")
class SwapUnderLoadTest {
    private static final int CALLERS = 4;
    private static final int VERSIONS = 20;
    private static final int SWAPS = (int) StressRun.of(200, 10_000);
    private static final Duration LONGEST_SWAP = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void alias_movedOverAndOver_failsNoRequestAndAnswersNoneByAStaleVersion(boolean threadSafe) {
        FaultyModels models = new FaultyModels(directory, threadSafe);
        try (models) {
            List<ModelVersion> versions = new ArrayList<>();
            for (int version = 0; version < VERSIONS; version++) {
                versions.add(models.register("churn", Fault.NONE, 0));
            }
            models.point(versions.get(0));
            SwapLedger ledger = new SwapLedger(versions.get(0), SWAPS);
            models.tell(ledger);
            Deployment<Long, Answer> churn = models.deploy("churn", settings -> {});
            try (Load load = Load.of(CALLERS, number -> FaultyModels.judged(churn, ledger, number))) {
                for (int swap = 1; swap <= SWAPS; swap++) {
                    ModelVersion next = versions.get(swap % VERSIONS);
                    ledger.swap(next, () -> models.point(next), LONGEST_SWAP);
                }
                load.stop();

                StressRun.report(threadSafe ? "swap-on-caller" : "swap-on-workers", load, ledger.swaps(), "");
                assertThat(load.firstFailure()).isEmpty();
                assertThat(load.count(Load.Outcome.STALE)).isZero();
                assertThat(load.count(Load.Outcome.REFUSED)).isZero();
                assertThat(load.requests()).isGreaterThan(SWAPS);
                assertThat(ledger.swaps()).isEqualTo(SWAPS);
            }
        }
        assertThat(models.runtime.crimes()).isEmpty();
        assertThat(models.runtime.openModels()).isZero();
        assertThat(models.runtime.openInferences()).isZero();
    }
}
