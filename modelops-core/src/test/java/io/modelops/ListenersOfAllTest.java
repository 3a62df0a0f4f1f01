package io.modelops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.modelops.deployment.Deployment;
import io.modelops.deployment.FunctionRuntime;
import io.modelops.event.DeploymentEvent;
import io.modelops.event.Event;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What those are told who listen to everything, and that nothing waits for them. */
@Timeout(60)
class ListenersOfAllTest {
    private final CountDownLatch never = new CountDownLatch(1);
    private final List<Event> told = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    @Test
    void listener_thatBlocksForEver_delaysNoChangeNoSwapAndNoClose() throws IOException {
        ModelOps ops = open();
        ModelVersion first = register(ops, "one");
        ops.registry().point("champion").to(first);
        Deployment<String, String> churn = ops.deploy("churn@champion", String.class, String.class);
        ModelVersion second = register(ops, "two");
        ops.registry().point("champion").from(first).to(second);

        await().until(() -> churn.version().equals(second));
        await().until(() -> told.stream()
                .anyMatch(event -> event instanceof DeploymentEvent.Swapped swapped
                        && swapped.version().equals(second)));
        ops.close();

        assertThat(told)
                .filteredOn(event -> event instanceof DeploymentEvent.Swapped
                        || (event instanceof LogEntry entry && entry.event() instanceof RegistryEvent.AliasMoved))
                .extracting(event -> event instanceof LogEntry ? "moved" : "swapped")
                .containsExactly("moved", "swapped", "moved", "swapped");
        never.countDown();
    }

    private ModelOps open() {
        return ModelOps.builder()
                .directory(directory.resolve("models"))
                .runtime(FunctionRuntime.of(
                        "text", String.class, String.class, files -> input -> Files.readString(files.onlyFile())))
                .manualHeartbeat()
                .listener(event -> {
                    try {
                        never.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                })
                .listener(told::add)
                .open();
    }

    private ModelVersion register(ModelOps ops, String answer) throws IOException {
        Path file = Files.writeString(directory.resolve(answer), answer);
        return ops.registry().register("churn", file, model -> model.format("text"));
    }
}
