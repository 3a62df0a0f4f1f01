package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.ConflictException;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import io.modelops.model.Severity;
import io.modelops.model.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Home.class)
class AppendTest {
    private static final ModelName CHURN = ModelName.of("churn");
    private static final UUID ROLLOUT = new UUID(0, 1);
    private static final RegistryEvent.RolloutStarted STARTED =
            new RegistryEvent.RolloutStarted(CHURN, ROLLOUT, "champion", 1, 2, "canary 25 %");

    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;
    private ModelVersion first;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(home, directory);
        registry = fixture.registry;
        first = fixture.register("a");
        fixture.register("b");
        registry.point("champion").to(first);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void append_alertAndRetraining_areKeptInTheHistory() {
        Alert alert = new Alert(
                "alert-1", CHURN, 1, "drift", "spend", Severity.WARNING, 0.3, Double.NaN, "PSI 0.30", fixture.now);
        List<RegistryEvent> events = List.of(
                new RegistryEvent.AlertRaised(CHURN, alert),
                new RegistryEvent.RetrainingStarted(CHURN, "alert-1"),
                new RegistryEvent.RetrainingEnded(CHURN, "alert-1", null, "too few rows"),
                new RegistryEvent.RetrainingEnded(CHURN, "alert-1", 2, "registered"));
        for (RegistryEvent event : events) {
            registry.append(event, Actor.SYSTEM, "why");
        }

        List<LogEntry> history = fixture.open().history("churn");

        assertThat(history).extracting(LogEntry::event).endsWith(events.toArray(RegistryEvent[]::new));
        assertThat(history.get(3).actor()).isEqualTo(Actor.SYSTEM);
        assertThat(history.get(3).reason()).isEqualTo("why");
    }

    @Test
    void append_eventWithAMethodOfItsOwn_throws() {
        for (RegistryEvent event : List.of(
                new RegistryEvent.Registered(CHURN, 3, first.description()),
                new RegistryEvent.AliasMoved(CHURN, "champion", 1, 2),
                new RegistryEvent.Validated(CHURN, 1, Verdict.PASS, Digest.of(""), ""),
                new RegistryEvent.Approved(CHURN, 1),
                new RegistryEvent.Tagged(CHURN, 1, "a", "b"),
                new RegistryEvent.Unrecognized(CHURN, "Blessed"))) {
            assertThat(fixture.failing(() -> append(event)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(event.getClass().getSimpleName())
                    .hasMessageContaining("use the registry's own method");
        }
    }

    @Test
    void append_aboutAModelThatIsNotThere_throwsAndMakesNoModel() {
        assertThat(fixture.failing(() -> append(new RegistryEvent.RetrainingStarted(ModelName.of("ghost"), "me"))))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("There is no model ghost");
        assertThat(registry.models()).containsExactly(CHURN);
    }

    @Test
    void append_eventThatIsTooLarge_throws() {
        assertThat(fixture.failing(() -> append(new RegistryEvent.RetrainingStarted(CHURN, "x".repeat(65_536)))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected at most 65536");
    }

    @Test
    void append_wholeRollout_isKept() {
        append(STARTED);
        append(advanced(0));
        append(advanced(1));
        append(ended());
        append(new RegistryEvent.RolloutStarted(CHURN, new UUID(0, 2), "champion", 1, 2, "again"));

        assertThat(registry.history("churn")).hasSize(8);
        assertThat(fixture.open().history("churn")).isEqualTo(registry.history("churn"));
    }

    @Test
    void append_secondRolloutForAnAlias_throws() {
        append(STARTED);

        assertThat(fixture.failing(() ->
                        append(new RegistryEvent.RolloutStarted(CHURN, new UUID(0, 2), "champion", 1, 1, "again"))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("version 2 is being rolled out to @champion already")
                .hasMessageContaining("abort it");
    }

    @Test
    void append_rolloutForAnotherAlias_isKept() {
        append(STARTED);

        append(new RegistryEvent.RolloutStarted(CHURN, new UUID(0, 2), "backup", 1, 2, "beside it"));

        assertThat(registry.head().orElseThrow().event().model()).isEqualTo(CHURN);
    }

    @Test
    void append_stageOutOfOrder_throws() {
        append(STARTED);

        assertThat(fixture.failing(() -> append(advanced(1))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("was not advanced to stage 1");
        append(advanced(0));
        assertThat(fixture.failing(() -> append(advanced(0))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("it is in stage 0; another node was faster");
        assertThat(fixture.failing(() -> append(advanced(2)))).isInstanceOf(ConflictException.class);
    }

    @Test
    void append_stageThatAnotherNodeEnteredFirst_throws() {
        append(STARTED);
        ModelRegistry other = fixture.open();
        append(advanced(0));

        assertThat(fixture.failing(() -> other.append(advanced(0), Actor.SYSTEM, "")))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void append_stageOrEndOfARolloutThatHasEnded_throws() {
        append(STARTED);
        append(ended());

        assertThat(fixture.failing(() -> append(ended())))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is not under way: it has ended");
        assertThat(fixture.failing(() -> append(advanced(0)))).isInstanceOf(ConflictException.class);
    }

    @Test
    void append_stageOfARolloutThatNeverBegan_throws() {
        assertThat(fixture.failing(() -> append(advanced(0)))).isInstanceOf(ConflictException.class);
    }

    @Test
    void abandonRollout_underWay_endsItAndTheNextCanBegin() {
        append(STARTED);
        append(advanced(0));

        LogEntry entry = registry.abandonRollout("churn@champion", Actor.by("ana"), "its process is gone")
                .orElseThrow();

        assertThat(entry.event())
                .isEqualTo(new RegistryEvent.RolloutEnded(CHURN, ROLLOUT, 2, false, "its process is gone"));
        assertThat(entry.actor()).isEqualTo(Actor.by("ana"));
        assertThat(fixture.failing(() -> append(advanced(1)))).isInstanceOf(ConflictException.class);
        append(new RegistryEvent.RolloutStarted(CHURN, new UUID(0, 2), "champion", 1, 2, "again"));
    }

    @Test
    void abandonRollout_noneUnderWay_changesNothing() {
        assertThat(registry.abandonRollout("churn@champion", Actor.SYSTEM, "")).isEmpty();
        assertThat(registry.abandonRollout("other@champion", Actor.SYSTEM, "")).isEmpty();
        assertThat(fixture.failing(() -> registry.abandonRollout("churn:1", Actor.SYSTEM, "")))
                .isInstanceOf(InvalidInputException.class);
    }

    private void append(RegistryEvent event) {
        registry.append(event, Actor.SYSTEM, "");
    }

    private static RegistryEvent advanced(int stage) {
        return new RegistryEvent.RolloutAdvanced(CHURN, ROLLOUT, stage, "canary", 0.25);
    }

    private static RegistryEvent ended() {
        return new RegistryEvent.RolloutEnded(CHURN, ROLLOUT, 2, true, "all guards held");
    }
}
