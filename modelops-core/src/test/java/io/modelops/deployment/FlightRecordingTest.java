package io.modelops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.modelops.model.Actor;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a deployment writes to JDK Flight Recorder. */
class FlightRecordingTest {
    @TempDir
    Path directory;

    private FunctionServing serving;

    @BeforeEach
    void serve() {
        serving = FunctionServing.synchronous(directory);
    }

    @AfterEach
    void close() {
        serving.close();
    }

    @Test
    void recording_swap_hasLoadWarmUpSwapAndDrain() throws IOException {
        List<RecordedEvent> events = recorded(recording -> {}, () -> {
            serving.champion("churn", "one", input -> input);
            try (Deployment<String, String> churn =
                    serving.deploy("churn", with -> with.warmUpWith(List.of("typical")))) {
                serving.champion("churn", "two", input -> input);
                churn.predict("x");
            }
        });

        assertThat(events)
                .extracting(event ->
                        event.getEventType().getName() + " " + event.getString("model") + ":" + event.getInt("version"))
                .contains(
                        "io.modelops.Load churn:1",
                        "io.modelops.WarmUp churn:1",
                        "io.modelops.Swap churn:1",
                        "io.modelops.Load churn:2",
                        "io.modelops.WarmUp churn:2",
                        "io.modelops.Swap churn:2",
                        "io.modelops.Drain churn:1",
                        "io.modelops.Drain churn:2")
                .noneMatch(line -> line.startsWith("io.modelops.Predict"));
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("io.modelops.Swap"))
                .extracting(event -> event.getInt("replaced"))
                .containsExactlyInAnyOrder(0, 1);
        assertThat(events)
                .allSatisfy(event -> assertThat(event.getString("failure")).isNull());
    }

    @Test
    void recording_batchIsAskedFor_saysHowLargeItWas() throws IOException {
        try (ServingFixture workers = ServingFixture.threaded(directory, false)) {
            workers.champion("value 1");
            List<RecordedEvent> events = recorded(recording -> recording.enable("io.modelops.Batch"), () -> {
                try (Deployment<String, Score> churn =
                        workers.deploy(with -> with.batching(Batching.upTo(4)).workers(1))) {
                    churn.predictAll(List.of("a", "b", "c", "d"));
                }
            });

            assertThat(events)
                    .filteredOn(event -> event.getEventType().getName().equals("io.modelops.Batch"))
                    .allSatisfy(event -> assertThat(event.getString("model")).isEqualTo("churn"))
                    .extracting(event -> event.getInt("size"))
                    .contains(4);
        }
    }

    @Test
    void recording_loadThatFails_saysWhy() throws IOException {
        List<RecordedEvent> events = recorded(recording -> {}, () -> {
            serving.champion("churn", "cold", input -> {
                throw new IllegalStateException("cold");
            });
            assertThatThrownBy(() -> serving.deploy("churn", with -> with.warmUpWith(List.of("typical"))))
                    .hasMessageContaining("warming it up");
        });

        assertThat(events)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getString("failure")).contains("cold"));
    }

    @Test
    void recording_predictEnabled_hasPredictionsAndTheirFailures() throws IOException {
        List<RecordedEvent> events = recorded(recording -> recording.enable("io.modelops.Predict"), () -> {
            serving.champion("churn", "one", input -> {
                serving.tick(Duration.ofMillis(1));
                if (input.equals("bad")) {
                    throw new IllegalArgumentException("bad input");
                }
                return input;
            });
            try (Deployment<String, String> churn = serving.deploy("churn", with -> {})) {
                churn.predict("good");
                assertThatThrownBy(() -> churn.predict("bad")).hasMessage("bad input");
            }
        });

        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("io.modelops.Predict"))
                .extracting(event -> event.getString("failure"))
                .containsExactly(null, "java.lang.IllegalArgumentException: bad input");
    }

    @Test
    void recording_rolloutAndCircuit_hasTheirSteps() throws IOException {
        List<RecordedEvent> events = recorded(recording -> {}, () -> {
            serving.champion("churn", "one", input -> input);
            ModelVersion challenger = serving.register("churn", "two", input -> {
                throw new IllegalStateException("broken");
            });
            try (Deployment<String, String> churn = serving.deploy(
                    "churn",
                    with -> with.circuitBreaker(
                            CircuitBreaker.Settings.ofDefaults().over(2, 2)))) {
                Rollout rollout = churn.rollOut(
                        challenger,
                        plan -> plan.shadow(Duration.ofMinutes(1))
                                .canary(1)
                                .every(Duration.ofMinutes(1))
                                .minimumAnswers(1));
                serving.now = serving.now.plus(Duration.ofMinutes(1));
                churn.predict("x");
                rollout.abort(Actor.by("ana"), "seen enough");
                serving.champion("churn", "three", input -> {
                    throw new IllegalStateException("broken");
                });
                for (int call = 0; call < 2; call++) {
                    assertThatThrownBy(() -> churn.predict("x")).hasMessage("broken");
                }
            }
        });

        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("io.modelops.RolloutStep"))
                .extracting(event -> event.getString("step"))
                .containsExactly("shadow", "dismissed");
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("io.modelops.Circuit"))
                .extracting(event -> event.getString("state"), event -> event.getString("reason"))
                .containsExactly(tuple("OPEN", "2 of the latest 2 calls failed"));
    }

    private List<RecordedEvent> recorded(Consumer<Recording> settings, Runnable happenings) throws IOException {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            settings.accept(recording);
            recording.start();
            happenings.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("io.modelops."))
                .toList();
    }
}
