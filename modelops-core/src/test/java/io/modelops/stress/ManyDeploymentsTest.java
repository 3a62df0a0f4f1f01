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
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("stress")
class ManyDeploymentsTest {
    private static final int MODELS = (int) StressRun.of(20, 300);
    private static final int SWAPS = (int) StressRun.of(100, 6_000);
    private static final int CALLERS = 4;
    private static final Duration LONGEST_SWAP = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private record Served(Deployment<Long, Answer> deployment, SwapLedger ledger, List<ModelVersion> versions) {
        void swap(FaultyModels models) {
            ModelVersion next = versions.get((ledger.swaps() + 1) % versions.size());
            ledger.swap(next, () -> models.point(next), LONGEST_SWAP);
        }
    }

    @Test
    void manyModels_swappedInAnyOrder_answerEachByItsOwnVersionAndLeaveNoThread() {
        long before = workers();
        FaultyModels models = new FaultyModels(directory, false);
        try (models) {
            List<Served> all = new ArrayList<>();
            for (int model = 0; model < MODELS; model++) {
                all.add(deploy(models, "model-" + model));
            }
            try (Load load = Load.of(CALLERS, number -> {
                Served served = all.get((int) (number * 31 % MODELS));
                return FaultyModels.judged(served.deployment(), served.ledger(), number);
            })) {
                SplittableRandom random = new SplittableRandom(7);
                for (int swap = 0; swap < SWAPS; swap++) {
                    all.get(random.nextInt(MODELS)).swap(models);
                }
                load.stop();

                StressRun.report("many-deployments", load, SWAPS, "models=" + MODELS + " threads=" + workers());
                assertThat(load.firstFailure()).isEmpty();
                assertThat(load.count(Load.Outcome.STALE)).isZero();
            }
        }
        assertThat(models.runtime.crimes()).isEmpty();
        assertThat(models.runtime.openModels()).isZero();
        Awaitility.await().untilAsserted(() -> assertThat(workers()).isLessThanOrEqualTo(before));
    }

    private static Served deploy(FaultyModels models, String name) {
        List<ModelVersion> versions = List.of(
                models.register(name, Fault.NONE, 0),
                models.register(name, Fault.NONE, 0),
                models.register(name, Fault.NONE, 0));
        models.point(versions.get(0));
        SwapLedger ledger = new SwapLedger(versions.get(0), SWAPS);
        models.tell(ledger);
        return new Served(models.deploy(name, settings -> settings.workers(1)), ledger, versions);
    }

    private static long workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("modelops-"))
                .count();
    }
}
