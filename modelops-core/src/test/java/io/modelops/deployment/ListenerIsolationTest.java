package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.modelops.event.DeploymentEvent;
import io.modelops.model.ModelVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listeners on threads of their own, some of which never come back. */
@Timeout(60)
class ListenerIsolationTest {
    private final CountDownLatch never = new CountDownLatch(1);
    private final List<DeploymentEvent> blocked = new CopyOnWriteArrayList<>();
    private final List<DeploymentEvent> told = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void letGo() {
        never.countDown();
    }

    @Test
    void listener_thatBlocksForEver_delaysNoLoadSwapDrainAndClose() {
        FunctionServing serving = serving(this::blocks, builder -> {});
        serving.champion("churn", "one", input -> input + 1);
        Deployment<String, String> churn = serving.deploy("churn", with -> {});
        ModelVersion second = serving.champion("churn", "two", input -> input + 2);

        await().until(() -> churn.version().equals(second));
        await().until(() -> churn.status().ended().size() == 1);
        churn.close();
        serving.deployer.close();

        await().until(() -> churn.status().ended().size() == 2);
        // The other listener has heard of everything, after the deployer was closed too.
        await().untilAsserted(() -> assertThat(told.stream().filter(DeploymentEvent.Closed.class::isInstance))
                .hasSize(2));
    }

    @Test
    void listener_thatBlocksForEver_losesWhatDoesNotFitAndThatIsCounted() {
        try (FunctionServing serving = serving(this::blocks, builder -> builder.listenerCapacity(4))) {
            serving.champion("churn", "one", input -> input + 1);
            Deployment<String, String> churn = serving.deploy("churn", with -> {});

            await().until(() -> count(told, DeploymentEvent.Swapped.class) == 1
                    || churn.status().droppedEvents() > 4);
            long dropped = churn.status().droppedEvents();
            assertThat(dropped).isPositive();
            assertThat(blocked).hasSizeLessThanOrEqualTo(1);
            never.countDown();
            // The one that it was at and those that waited, in their order.
            await().until(() -> blocked.size() == 4);
            assertThat(blocked).extracting(DeploymentEvent::getClass).contains(DeploymentEvent.Loading.class);
            assertThat(churn.status().listenerFailures()).isZero();
        }
    }

    @Test
    void listener_thatThrows_isCountedAndToldTheNext() {
        List<DeploymentEvent> seen = new CopyOnWriteArrayList<>();
        Consumer<DeploymentEvent> throwing = event -> {
            seen.add(event);
            throw new IllegalStateException("broken listener");
        };
        try (FunctionServing serving = serving(throwing, builder -> {})) {
            serving.champion("churn", "one", input -> input + 1);
            Deployment<String, String> churn = serving.deploy("churn", with -> {});

            await().until(() -> churn.status().listenerFailures() == serving.events.size());
            assertThat(seen).hasSameSizeAs(serving.events).isEqualTo(told);
            assertThat(churn.status().droppedEvents()).isZero();
        }
    }

    @Test
    void listener_whileVersionsAreSwappedBackAndForth_isToldInTheOrderInWhichItHappened() {
        try (FunctionServing serving = serving(event -> {}, builder -> {})) {
            ModelVersion first = serving.champion("churn", "one", input -> input + 1);
            ModelVersion second = serving.register("churn", "two", input -> input + 2);
            Deployment<String, String> churn = serving.deploy("churn", with -> {});
            for (int swap = 0; swap < 40; swap++) {
                ModelVersion next = swap % 2 == 0 ? second : first;
                serving.point("churn", next);
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> churn.version().equals(next));
            }

            await().until(() -> count(told, DeploymentEvent.Swapped.class) == 41);
            Map<Integer, String> champions = new HashMap<>();
            for (DeploymentEvent event : told) {
                if (event instanceof DeploymentEvent.Swapped swapped && swapped.replaced() != null) {
                    assertThat(champions).containsEntry(0, swapped.replaced().toString());
                }
                if (event instanceof DeploymentEvent.Swapped swapped) {
                    champions.put(0, swapped.version().toString());
                }
            }
        }
    }

    private FunctionServing serving(Consumer<DeploymentEvent> first, Consumer<DeployerBuilder> details) {
        return new FunctionServing(directory, builder -> {
            builder.listening = null;
            details.accept(builder);
            builder.listener(event -> first.accept((DeploymentEvent) event));
            builder.listener(event -> told.add((DeploymentEvent) event));
        });
    }

    private void blocks(DeploymentEvent event) {
        blocked.add(event);
        boolean interrupted = false;
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException stubborn) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static long count(List<DeploymentEvent> events, Class<?> type) {
        return events.stream().filter(type::isInstance).count();
    }
}
