package io.modelops.djl;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.deployment.Deployer;
import io.modelops.deployment.Deployment;
import io.modelops.deployment.Prediction;
import io.modelops.event.EventListener;
import io.modelops.model.Actor;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.internal.InMemoryArtifactStore;
import io.modelops.registry.internal.InMemoryRegistryStore;
import io.modelops.stress.Load;
import io.modelops.stress.ResidentMemory;
import io.modelops.stress.StressRun;
import io.modelops.stress.SwapLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real models of two engines in one process, swapped under load; an answer says by its value which version gave it. */
@Tag("stress")
class SwapSoakTest {
    private static final int VERSIONS = 8;
    private static final int CALLERS = 4;
    private static final int SWAPS = (int) StressRun.of(40, 10_000);
    private static final long PREDICTIONS = StressRun.of(8_000, 5_000_000);
    private static final int SAMPLES = (int) StressRun.of(5, 100);
    private static final Duration LONGEST_SWAP = Duration.ofMinutes(1);
    /** A short run ends before the engines have all the memory that they are going to keep. */
    private static final double MOST_GROWTH = StressRun.isFull() ? 48 << 20 : 256 << 20;

    private static final float[] INPUT = {1, 1};

    @TempDir
    Path directory;

    private final ModelRegistry registry = ModelRegistry.builder()
            .actor(Actor.by("test"))
            .stores(new InMemoryRegistryStore(), new InMemoryArtifactStore())
            .open();

    /** One model, all of whose versions are loaded and closed over and over. */
    private record Served(Deployment<float[], float[]> deployment, SwapLedger ledger, List<ModelVersion> versions) {
        Load.Outcome ask() {
            int began = ledger.moment();
            Prediction<float[]> prediction = deployment.predict(INPUT);
            int number = prediction.version().number();
            return prediction.value()[0] == number && ledger.couldAnswer(began, number)
                    ? Load.Outcome.ANSWERED
                    : Load.Outcome.STALE;
        }
    }

    @Test
    void realModels_swappedUnderLoad_failNoRequestAndLeaveNoMemoryBehind() throws IOException {
        List<EventListener> listeners = new CopyOnWriteArrayList<>();
        ResidentMemory memory = new ResidentMemory();
        try (DjlRuntime runtime = DjlRuntime.builder().allowTorchScript().build();
                Deployer deployer = Deployer.builder(registry)
                        .runtime(runtime)
                        .listener(event -> listeners.forEach(listener -> listener.on(event)))
                        .build()) {
            List<Served> models = new ArrayList<>();
            models.add(deploy(deployer, listeners, "tiny-onnx", "onnx"));
            models.add(deploy(deployer, listeners, "tiny-torch", "torchscript"));
            try (Load load =
                    Load.of(CALLERS, number -> models.get((int) (number % 2)).ask())) {
                for (int swap = 0; swap < SWAPS; swap++) {
                    if (swap % (SWAPS / SAMPLES) == 0) {
                        memory.sample(swap);
                    }
                    swap(models.get(swap % 2));
                    long dueUntilThen = (swap + 1) * PREDICTIONS / SWAPS;
                    Awaitility.await()
                            .pollInterval(Duration.ofMillis(1))
                            .atMost(LONGEST_SWAP)
                            .until(() -> load.requests() >= dueUntilThen);
                }
                load.stop();
                memory.sample(SWAPS);

                StressRun.report("soak-onnx-torch", load, SWAPS, described(memory));
                assertThat(load.firstFailure()).isEmpty();
                assertThat(load.count(Load.Outcome.STALE)).isZero();
                assertThat(load.count(Load.Outcome.REFUSED)).isZero();
                assertThat(load.requests()).isGreaterThanOrEqualTo(PREDICTIONS);
                assertThat(memory.slope() * SWAPS / 2)
                        .as("bytes by which the process grew over the second half, %s", described(memory))
                        .isLessThan(MOST_GROWTH);
            }
            models.forEach(served -> served.deployment().close());
        }
    }

    private Served deploy(Deployer deployer, List<EventListener> listeners, String name, String format)
            throws IOException {
        List<ModelVersion> versions = new ArrayList<>();
        for (int number = 1; number <= VERSIONS; number++) {
            Path file = directory.resolve(name + "-" + number + (format.equals("onnx") ? ".onnx" : ".pt"));
            if (format.equals("onnx")) {
                TinyOnnx.write(TinyOnnx.linear(new float[][] {{number}, {0}}), file);
            } else {
                TinyTorchScript.write(file, "torch.mul(x, " + number + ")");
            }
            versions.add(registry.register(name, file, model -> model.format(format)));
        }
        registry.point("champion").to(versions.get(0));
        SwapLedger ledger = new SwapLedger(versions.get(0), SWAPS);
        listeners.add(ledger);
        Deployment<float[], float[]> deployment = deployer.deploy(
                name + "@champion", float[].class, float[].class, settings -> settings.warmUpWith(List.of(INPUT)));
        return new Served(deployment, ledger, versions);
    }

    private void swap(Served served) {
        ModelVersion present = served.deployment().version();
        ModelVersion next = served.versions().get((served.ledger().swaps() + 1) % VERSIONS);
        served.ledger()
                .swap(next, () -> registry.point("champion").from(present).to(next), LONGEST_SWAP);
    }

    private static String described(ResidentMemory memory) {
        return String.format(
                Locale.ROOT, "rss-mb=%d second-half-bytes-per-swap=%.0f", memory.last() >> 20, memory.slope());
    }
}
