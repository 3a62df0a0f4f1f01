package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
class HistoryTest {
    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(home, directory);
        registry = fixture.registry;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void head_newRegistry_isEmpty() {
        assertThat(registry.head()).isEmpty();
        assertThat(registry.models()).isEmpty();
    }

    @Test
    void history_ofAModel_hasItsEntriesOnlyEachChainedToTheOneBefore() {
        ModelVersion first = fixture.register("a");
        registry.register("other", fixture.file("o.onnx", "o"), model -> {});
        registry.point("champion").to(first);
        registry.approve(first, Actor.by("ana"), "good");

        List<LogEntry> history = registry.history("churn");

        assertThat(history).extracting(LogEntry::sequence).containsExactly(1L, 3L, 4L);
        assertThat(history)
                .extracting(entry -> entry.event().getClass().getSimpleName())
                .containsExactly("Registered", "AliasMoved", "Approved");
        assertThat(history.get(1).previous())
                .isEqualTo(registry.history("other").get(0).digest());
        assertThat(history.get(2).previous()).isEqualTo(history.get(1).digest());
        assertThat(registry.head()).contains(history.get(2));
    }

    @Test
    void asOf_severalTimes_isWhatTheAliasPointedToThen() {
        ModelVersion first = fixture.register("a");
        ModelVersion second = fixture.register("b");
        Instant pointed = at(Duration.ofHours(1));
        registry.point("champion").to(first);
        registry.point("challenger").to(second);
        Instant moved = at(Duration.ofHours(2));
        registry.point("champion").from(first).to(second);
        Instant takenAway = at(Duration.ofHours(3));
        registry.point("champion").from(second).away();
        Instant back = at(Duration.ofHours(4));
        registry.point("champion").to(first);

        assertThat(registry.asOf("churn@champion", Instant.MIN)).isEmpty();
        assertThat(registry.asOf("churn@champion", pointed.minusNanos(1))).isEmpty();
        assertThat(registry.asOf("churn@champion", pointed)).contains(first);
        assertThat(registry.asOf("churn@champion", moved.minusNanos(1))).contains(first);
        assertThat(registry.asOf("churn@champion", moved)).contains(second);
        assertThat(registry.asOf("churn@champion", takenAway)).isEmpty();
        assertThat(registry.asOf("churn@champion", back)).contains(first);
        assertThat(registry.asOf("churn@champion", Instant.MAX)).contains(first);
        assertThat(registry.asOf("churn@challenger", Instant.MAX)).contains(second);
    }

    @Test
    void asOf_unknownModelOrAlias_isEmpty() {
        fixture.register("a");

        assertThat(registry.asOf("churn@champion", Instant.MAX)).isEmpty();
        assertThat(registry.asOf("other@champion", Instant.MAX)).isEmpty();
    }

    @Test
    void asOf_number_throws() {
        assertThatThrownBy(() -> registry.asOf("churn:1", Instant.MAX))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected an alias");
    }

    @Test
    void modelAsOf_severalTimes_isTheModelAsItWasThen() {
        ModelVersion first =
                registry.register("churn", fixture.file("c.onnx", "a"), model -> model.tag("team", "risk"));
        Instant pointed = at(Duration.ofHours(1));
        registry.point("champion").to(first);
        at(Duration.ofHours(2));
        ModelVersion second = fixture.register("b");
        registry.tag(first, "team", "growth");
        registry.archive(second, Actor.by("ana"), "");
        Instant later = at(Duration.ofHours(3));
        registry.delete(second, Actor.by("ana"), "");

        ModelSnapshot then = registry.modelAsOf("churn", pointed).orElseThrow();
        assertThat(then.versions()).containsExactly(first);
        assertThat(then.aliases()).containsExactly(Map.entry("champion", 1));
        assertThat(then.alias("champion")).contains(first);
        assertThat(then.alias("challenger")).isEmpty();
        assertThat(then.tags()).containsExactly(Map.entry(1, Map.of("team", "risk")));
        ModelSnapshot between = registry.modelAsOf("churn", later.minusNanos(1)).orElseThrow();
        assertThat(between.versions()).containsExactly(first, second);
        assertThat(between.archived()).containsExactly(2);
        assertThat(between.tags()).containsExactly(Map.entry(1, Map.of("team", "growth")));
        assertThat(registry.modelAsOf("churn", Instant.MAX).orElseThrow().versions())
                .containsExactly(first);
        assertThat(registry.modelAsOf("churn", RegistryFixture.START.minusNanos(1)))
                .isEmpty();
        assertThat(registry.modelAsOf("other", Instant.MAX)).isEmpty();
    }

    @Test
    void aliasHistory_moves_arePeriodsWithWhoAndWhy() {
        ModelVersion first = fixture.register("a");
        ModelVersion second = fixture.register("b");
        Instant begin = at(Duration.ofHours(1));
        LogEntry one = registry.point("champion")
                .by(Actor.by("ana"))
                .because("the first")
                .to(first);
        registry.point("other").to(second);
        Instant moved = at(Duration.ofHours(2));
        LogEntry two = registry.point("champion").from(first).to(second);
        LogEntry away = registry.point("champion").from(second).away();
        LogEntry again = registry.point("champion").to(first);

        List<AliasPeriod> periods = registry.aliasHistory("churn@champion");

        assertThat(periods)
                .containsExactly(
                        new AliasPeriod(first.ref(), one, two),
                        new AliasPeriod(second.ref(), two, away),
                        new AliasPeriod(first.ref(), again, null));
        assertThat(periods.get(0).from()).isEqualTo(begin);
        assertThat(periods.get(0).until()).contains(moved);
        assertThat(periods.get(0).by()).isEqualTo(Actor.by("ana"));
        assertThat(periods.get(0).why()).isEqualTo("the first");
        assertThat(periods.get(2).until()).isEmpty();
        assertThat(registry.aliasHistory("churn@nobody")).isEmpty();
        assertThat(registry.aliasHistory("nobody@nobody")).isEmpty();
        assertThatThrownBy(() -> registry.aliasHistory("churn:1")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void approve_version_isKeptWithWhoAndWhy() {
        ModelVersion first = fixture.register("a");
        ModelVersion second = fixture.register("b");

        LogEntry byAna = registry.approve(second, Actor.by("ana"), "meets the Q3 target");
        LogEntry byBob = registry.approve(second, Actor.by("bob"), "");

        assertThat(registry.approvals(second)).containsExactly(byAna, byBob);
        assertThat(registry.approvals(first)).isEmpty();
        assertThat(byAna.actor()).isEqualTo(Actor.by("ana"));
        assertThat(byAna.reason()).isEqualTo("meets the Q3 target");
        assertThat(byAna.event()).isEqualTo(new RegistryEvent.Approved(ModelName.of("churn"), 2));
    }

    @Test
    void tag_keys_areSetReplacedAndRemoved() {
        ModelVersion first = fixture.register("a");
        ModelVersion second = fixture.register("b");

        registry.tag(first, "stage", "test");
        registry.tag(first, "a key\n", "");
        registry.tag(first, "stage", "prod");
        assertThat(registry.tags(first)).containsExactly(Map.entry("a key\n", ""), Map.entry("stage", "prod"));

        registry.tag(first, "stage", null);
        registry.tag(first, "never there", null);
        assertThat(registry.tags(first)).containsExactly(Map.entry("a key\n", ""));
        assertThat(registry.tags(second)).isEmpty();
        assertThat(fixture.open().tags(first)).isEqualTo(registry.tags(first));
    }

    @Test
    void changes_ofAVersionThatIsNotThere_throw() {
        ModelVersion first = fixture.register("a");
        ModelVersion unknown =
                new ModelVersion(first.model(), 2, first.description(), first.registeredAt(), first.registeredBy());

        assertThat(fixture.failing(() -> registry.approve(unknown, Actor.by("ana"), "")))
                .isInstanceOf(NotFoundException.class);
        assertThat(fixture.failing(() -> registry.tag(unknown, "a", "b"))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void changes_thatWouldBeTooLarge_throw() {
        ModelVersion first = fixture.register("a");

        assertThat(fixture.failing(() -> registry.tag(first, "a", "ä".repeat(33_000))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected at most 65536");
        assertThat(fixture.failing(() -> registry.approve(first, Actor.by("ana"), "x".repeat(65_536))))
                .isInstanceOf(InvalidInputException.class);
        assertThat(registry.tags(first)).isEmpty();
    }

    @Test
    void findOperation_ofAChange_isItsEntry() {
        UUID operation = UUID.randomUUID();
        LogEntry entry = registry.point("champion").operation(operation).to(fixture.register("a"));

        assertThat(registry.findOperation(operation)).contains(entry);
        assertThat(fixture.open().findOperation(operation)).contains(entry);
        assertThat(registry.findOperation(UUID.randomUUID())).isEmpty();
    }

    @Test
    void texts_withoutAUtf8Form_areTheSameBeforeAndAfterReopening() {
        ModelVersion first = fixture.register("a");

        registry.approve(first, Actor.by("ana"), "half a pair \ud83d");

        assertThat(fixture.open().approvals(first)).isEqualTo(registry.approvals(first));
    }

    private Instant at(Duration sinceStart) {
        fixture.now = RegistryFixture.START.plus(sinceStart);
        return fixture.now;
    }
}
