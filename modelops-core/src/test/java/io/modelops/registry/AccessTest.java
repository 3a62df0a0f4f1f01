package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.AccessDeniedException;
import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.CommitUnknownException;
import io.modelops.model.ConflictException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.model.Severity;
import io.modelops.model.StoreException;
import io.modelops.model.Verdict;
import io.modelops.registry.internal.InMemoryArtifactStore;
import io.modelops.registry.internal.InMemoryRegistryStore;
import io.modelops.spi.AccessAction;
import io.modelops.spi.AccessDecision;
import io.modelops.spi.AccessPolicy;
import io.modelops.spi.AccessRequest;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Home.class)
class AccessTest {
    private static final Actor ANA = Actor.by("ana");
    private static final Actor EVE = Actor.by("eve");
    private static final ModelName CHURN = ModelName.of("churn");

    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private final List<AccessRequest> asked = new CopyOnWriteArrayList<>();
    private Function<AccessRequest, AccessDecision> rule =
            request -> request.actor().equals(EVE)
                    ? AccessDecision.deny("eve is on holiday", "the platform team")
                    : AccessDecision.allow();

    private RegistryFixture fixture;
    private ModelRegistry registry;
    private ModelVersion first;
    private ModelVersion second;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(home, directory);
        first = fixture.register("a");
        second = fixture.register("b");
        registry = fixture.open(builder -> builder.access(request -> {
            asked.add(request);
            return rule.apply(request);
        }));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** One change of each kind, by whom it is given. */
    private Map<AccessAction, ThrowingCallable> changes(Actor who) {
        UUID rollout = new UUID(1, 2);
        Map<AccessAction, ThrowingCallable> changes = new HashMap<>();
        changes.put(
                AccessAction.REGISTER,
                () -> registry.register("churn", fixture.file("new.onnx", "new"), model -> model.by(who)));
        changes.put(AccessAction.APPROVE, () -> registry.approve(first, who, ""));
        changes.put(AccessAction.COMMENT, () -> registry.comment(first, who, "hm"));
        changes.put(
                AccessAction.MOVE_ALIAS, () -> registry.point("next").by(who).to(first));
        changes.put(
                AccessAction.ROLL_OUT,
                () -> registry.append(
                        new RegistryEvent.RolloutStarted(CHURN, rollout, "champion", 1, 2, "canary"), who, ""));
        changes.put(
                AccessAction.PROTECT, () -> registry.protect("churn@safe", AliasProtection.approvals(1), who, "why"));
        changes.put(AccessAction.ARCHIVE, () -> registry.archive(second, who, ""));
        changes.put(AccessAction.DELETE, () -> registry.delete(second, who, ""));
        changes.put(
                AccessAction.RECORD,
                () -> registry.append(new RegistryEvent.RetrainingStarted(CHURN, "alert-1"), who, ""));
        return changes;
    }

    @Test
    void change_ofAnyKind_isDeniedAndChangesNothingButAddsTheAttempt() {
        changes(EVE).forEach((action, change) -> {
            Set<String> contents = fixture.contents();

            assertThatThrownBy(change)
                    .as("%s", action)
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContainingAll(
                            "eve wants to " + action, "churn", "eve is on holiday", "ask the platform team");

            assertThat(fixture.contents()).isEqualTo(contents);
            LogEntry attempt = registry.head().orElseThrow();
            assertThat(attempt.actor()).isEqualTo(EVE);
            assertThat(attempt.reason()).isEqualTo("eve is on holiday");
            assertThat(((RegistryEvent.AccessDenied) attempt.event()).action()).isEqualTo(action.name());
        });
        assertThat(registry.versions("churn")).containsExactly(first, second);
        assertThat(registry.aliases("churn")).isEmpty();
        assertThat(registry.approvals(first)).isEmpty();
        assertThat(registry.isArchived(second)).isFalse();
        assertThat(fixture.open().deniedAttempts()).hasSize(changes(EVE).size());
    }

    @Test
    void change_ofAnyKindByWhoMay_isAllowedAndAskedAbout() throws Throwable {
        for (Map.Entry<AccessAction, ThrowingCallable> change : changes(ANA).entrySet()) {
            if (change.getKey() != AccessAction.DELETE && change.getKey() != AccessAction.ARCHIVE) {
                change.getValue().call();
                assertThat(asked.get(asked.size() - 1).action()).isEqualTo(change.getKey());
            }
        }
        assertThat(registry.deniedAttempts()).isEmpty();
    }

    @Test
    void change_ofTheRegistrysOwnActor_isAskedAboutToo() {
        rule = request -> AccessDecision.deny("nobody may", "nobody");

        assertThatThrownBy(() -> registry.tag(first, "a", "b")).isInstanceOf(AccessDeniedException.class);
        Set<String> contents = fixture.contents();
        assertThatThrownBy(() -> registry.keepValidation(first, Verdict.PASS, "", "report"))
                .isInstanceOf(AccessDeniedException.class);

        assertThat(fixture.contents()).isEqualTo(contents);
        assertThat(registry.tags(first)).isEmpty();
        assertThat(registry.validation(first)).isEmpty();
        assertThat(asked).extracting(AccessRequest::action).containsExactly(AccessAction.TAG, AccessAction.VALIDATE);
    }

    @Test
    void register_modelThatDoesNotExist_isDeniedAndFoundInItsHistory() {
        assertThatThrownBy(() -> registry.register("secret", fixture.file("s.onnx", "s"), model -> model.by(EVE)))
                .isInstanceOf(AccessDeniedException.class);

        assertThat(registry.models()).containsExactly(CHURN);
        assertThat(registry.history("secret"))
                .extracting(LogEntry::event)
                .containsExactly(new RegistryEvent.AccessDenied(ModelName.of("secret"), "REGISTER", null, 0));
    }

    @Test
    void rollout_afterItsBeginning_isAskedAboutWithItsAlias() {
        UUID rollout = new UUID(1, 2);
        registry.append(new RegistryEvent.RolloutStarted(CHURN, rollout, "champion", 1, 2, "canary"), ANA, "");

        assertThatThrownBy(() ->
                        registry.append(new RegistryEvent.RolloutAdvanced(CHURN, rollout, 0, "canary", 0.1), EVE, ""))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("churn@champion");
        assertThatThrownBy(() -> registry.abandonRollout("churn@champion", EVE, "no"))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("churn@champion");
    }

    @Test
    void protect_looserThanItIs_isAnotherActionThanStricter() {
        rule = request -> request.action() == AccessAction.LOOSEN
                ? AccessDecision.deny("too loose", "the owner")
                : AccessDecision.allow();
        registry.protect("churn@champion", AliasProtection.approvals(1), ANA, "");
        // Another process makes it stricter; what is loose now is judged by what it has become.
        fixture.open().protect("churn@champion", AliasProtection.approvals(3).andPassedValidation(), ANA, "");

        assertThatThrownBy(() -> registry.protect(
                        "churn@champion", AliasProtection.approvals(2).andPassedValidation(), ANA, "why"))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> registry.protect("churn@champion", AliasProtection.approvals(9), ANA, "why"))
                .isInstanceOf(AccessDeniedException.class);
        registry.protect("churn@champion", AliasProtection.approvals(4).andPassedValidation(), ANA, "");

        assertThat(registry.protection("churn@champion")).isEqualTo(new AliasProtection(4, true));
    }

    @Test
    void change_repeatedByItsOperation_isAnsweredAlsoIfItWouldNowBeDenied() {
        UUID operation = UUID.randomUUID();
        LogEntry moved = registry.point("champion").by(ANA).operation(operation).to(first);
        rule = request -> AccessDecision.deny("nobody may", "nobody");

        assertThat(registry.point("champion").by(ANA).operation(operation).to(first))
                .isEqualTo(moved);
    }

    @Test
    void denied_thousandTimes_isOneEntryAnHourWithTheNumberOfTheOthers() {
        IntStream.range(0, 1_000).forEach(time -> denied(() -> registry.approve(first, EVE, "")));
        assertThat(registry.deniedAttempts()).hasSize(1);

        fixture.now = fixture.now.plus(Duration.ofHours(1));
        denied(() -> registry.approve(first, EVE, ""));

        assertThat(registry.deniedAttempts())
                .extracting(entry -> ((RegistryEvent.AccessDenied) entry.event()).unlogged())
                .containsExactly(0L, 999L);
    }

    @Test
    void denied_sameInAnotherProcess_isNoSecondEntry() {
        ModelRegistry another = fixture.open(builder -> builder.access(request -> rule.apply(request)));
        denied(() -> registry.approve(first, EVE, ""));
        denied(() -> another.approve(first, EVE, ""));

        assertThat(fixture.open().deniedAttempts()).hasSize(1);
    }

    @Test
    void denied_manyKinds_areAHundredEntriesADay() {
        rule = request -> AccessDecision.deny("nobody may", "nobody");
        IntStream.range(0, 150).forEach(number -> denied(() -> registry.approve(first, Actor.by("e" + number), "")));
        assertThat(registry.deniedAttempts()).hasSize(100);

        fixture.now = fixture.now.plus(Duration.ofDays(1));
        denied(() -> registry.approve(first, EVE, ""));

        assertThat(registry.deniedAttempts()).hasSize(100);
        LogEntry newest = registry.head().orElseThrow();
        assertThat(newest.actor()).isEqualTo(EVE);
        assertThat(((RegistryEvent.AccessDenied) newest.event()).unlogged()).isEqualTo(50);
        assertThat(fixture.open().deniedAttempts()).isEqualTo(registry.deniedAttempts());
    }

    @Test
    void denied_withALongReason_isCut() {
        rule = request -> AccessDecision.deny("x".repeat(100_000), "nobody");

        denied(() -> registry.approve(first, EVE, ""));

        assertThat(registry.head().orElseThrow().reason()).hasSize(500);
    }

    @Test
    void denied_listener_isToldOfTheAttempt() {
        List<Object> told = new ArrayList<>();
        Subscription subscription = registry.subscribe(told::add);
        denied(() -> registry.approve(first, EVE, ""));
        denied(() -> registry.register("churn", fixture.file("n.onnx", "n"), model -> model.by(EVE)));
        subscription.close();

        assertThat(told).containsExactlyElementsOf(registry.deniedAttempts()).hasSize(2);
    }

    @Test
    void policy_thatThrowsOrSaysNothing_denies() {
        IllegalStateException broken = new IllegalStateException("no connection");
        rule = request -> {
            throw broken;
        };
        Throwable thrown = catchThrowable(() -> registry.approve(first, ANA, ""));
        assertThat(thrown).isInstanceOf(AccessDeniedException.class).hasMessageContaining("no connection");
        assertThat(thrown).hasCause(broken);

        rule = request -> nothing();
        assertThatThrownBy(() -> registry.comment(first, ANA, "hm"))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("the access policy returned nothing");

        rule = request -> AccessDecision.deny("", "");
        assertThatThrownBy(() -> registry.archive(first, ANA, "hm")).isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void policy_thatChangesTheRegistry_deniesInsteadOfGoingRound() {
        rule = request -> {
            registry.comment(first, ANA, "I decide");
            return AccessDecision.allow();
        };

        assertThatThrownBy(() -> registry.approve(first, ANA, ""))
                .isInstanceOf(AccessDeniedException.class)
                .hasCauseInstanceOf(InvalidInputException.class);
        assertThat(registry.comments(first)).isEmpty();
    }

    @Test
    void append_attemptByHand_throws() {
        assertThat(fixture.failing(
                        () -> registry.append(new RegistryEvent.AccessDenied(CHURN, "APPROVE", null, 0), ANA, "")))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void alertOfTheLibrary_withRoles_isAddedWithoutARole() {
        ModelRegistry roles =
                fixture.open(builder -> builder.access(RolePolicy.builder().build()));
        Alert alert = new Alert(
                "alert-1", CHURN, 1, "drift", "spend", Severity.INFO, 0.1, 0.2, "drifted", RegistryFixture.START);

        roles.append(new RegistryEvent.AlertRaised(CHURN, alert), Actor.SYSTEM, "");

        assertThatThrownBy(() -> roles.append(new RegistryEvent.AlertRaised(CHURN, alert), EVE, ""))
                .isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void deniedAndConflicting_isDenied() {
        registry.point("champion").by(ANA).to(first);

        assertThatThrownBy(() -> registry.point("champion").by(EVE).to(second))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> registry.point("champion").by(ANA).to(second)).isInstanceOf(ConflictException.class);
    }

    @Test
    void denied_storeThatTakesNothing_isDeniedAllTheSameAndTriedAgainAfterAMinute() {
        RefusingStore store = new RefusingStore();
        AccessPolicy policy = request -> rule.apply(request);
        try (ModelRegistry full = ModelRegistry.builder()
                .stores(store, new InMemoryArtifactStore())
                .clock(() -> fixture.now)
                .actor(ANA)
                .access(policy)
                .open()) {
            ModelVersion version = full.register("churn", fixture.file("f.onnx", "f"), model -> {});
            store.failure = new StoreException("The disk is full: make room.");

            Throwable thrown = catchThrowable(() -> full.approve(version, EVE, ""));
            denied(() -> full.approve(version, EVE, ""));
            assertThat(thrown).isInstanceOf(AccessDeniedException.class);
            assertThat(thrown.getSuppressed()).containsExactly(store.failure);
            assertThat(store.tried).isEqualTo(1);

            fixture.now = fixture.now.plus(Duration.ofMinutes(1));
            store.failure = null;
            denied(() -> full.approve(version, EVE, ""));
            assertThat(full.deniedAttempts())
                    .extracting(entry -> ((RegistryEvent.AccessDenied) entry.event()).unlogged())
                    .containsExactly(2L);
        }
    }

    @Test
    void denied_outcomeOfTheEntryIsUnknown_isDeniedAllTheSame() {
        RefusingStore store = new RefusingStore();
        try (ModelRegistry lost = ModelRegistry.builder()
                .stores(store, new InMemoryArtifactStore())
                .actor(ANA)
                .access(request -> rule.apply(request))
                .open()) {
            ModelVersion version = lost.register("churn", fixture.file("f.onnx", "f"), model -> {});
            store.failure = new CommitUnknownException(new UUID(0, 0), new IllegalStateException("cut"));

            assertThatThrownBy(() -> lost.approve(version, EVE, "")).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> lost.approve(version, ANA, "")).isInstanceOf(StoreException.class);
        }
    }

    private static void denied(ThrowingCallable change) {
        assertThatThrownBy(change).isInstanceOf(AccessDeniedException.class);
    }

    @SuppressWarnings("NullAway") // what a policy must not do
    private static AccessDecision nothing() {
        return null;
    }

    /** A store that may be told to take nothing more. */
    private static final class RefusingStore implements RegistryStore {
        private final InMemoryRegistryStore store = new InMemoryRegistryStore();
        private @Nullable RuntimeException failure;
        private int tried;

        @Override
        public boolean putIfAbsent(LogRecord record) {
            if (failure != null) {
                tried++;
                throw failure;
            }
            return store.putIfAbsent(record);
        }

        @Override
        public List<LogRecord> read(long from, int limit) {
            return store.read(from, limit);
        }
    }
}
