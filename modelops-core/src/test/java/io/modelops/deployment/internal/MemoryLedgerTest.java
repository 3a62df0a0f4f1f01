package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.modelops.deployment.MemoryBudget;
import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.Lineage;
import io.modelops.model.Manifest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryLedgerTest {
    private final AtomicLong resident = new AtomicLong(1_000);
    private final MemoryBudget budget = MemoryBudget.of(100).factors(1.5, 1).longestWait(Duration.ZERO);
    private final MemoryLedger ledger = ledger(budget);

    private MemoryLedger ledger(MemoryBudget limit) {
        return new MemoryLedger(limit, () -> OptionalLong.of(resident.get()), Runnable::run);
    }

    private static ModelVersion version(int number, long fileBytes, Map<String, String> parameters) {
        Manifest manifest = new Manifest(List.of(new Manifest.File("model", Digest.of("x"), fileBytes)));
        ModelDescription description = new ModelDescription(
                "scripted", manifest, null, Map.of(), parameters, Lineage.UNKNOWN, Map.of(), null, "", "");
        return new ModelVersion(ModelName.of("churn"), number, description, Instant.EPOCH, Actor.by("test"));
    }

    private Reservation reserve(ModelVersion version) {
        return ledger.reserve(version, OptionalLong.empty(), null);
    }

    @Test
    void reserve_ofAnUnknownModel_estimatesByTheSizeOfItsFilesAndAddsTheNeedOfTheLoad() {
        Reservation reserved = reserve(version(1, 20, Map.of()));

        assertThat(reserved.all()).isEqualTo(50);
        reserved.loaded();
        assertThat(reserved.all()).isEqualTo(30);
    }

    @Test
    void reserve_ofAVersionThatDeclaresItsNeed_takesThat() {
        ModelVersion declares = version(1, 10, Map.of(MemoryBudget.DECLARED_BYTES, "70"));

        assertThat(reserve(declares).all()).isEqualTo(80);
        assertThat(ledger(budget).reserve(declares, OptionalLong.of(5), null).all())
                .isEqualTo(15);
    }

    @Test
    void reserve_ofAVersionThatDeclaresNonsense_isRefused() {
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> reserve(version(1, 10, Map.of(MemoryBudget.DECLARED_BYTES, "much"))))
                .withMessageContaining("memory.bytes is \"much\"");
    }

    @Test
    void reserve_ofAModelThatWasLoadedAlone_takesWhatItTookBefore() {
        Reservation first = reserve(version(1, 10, Map.of()));
        resident.addAndGet(42);
        first.loaded();
        assertThat(first.all()).isEqualTo(42);
        first.release();

        assertThat(reserve(version(2, 10, Map.of())).all()).isEqualTo(52);
    }

    @Test
    void reserve_whileAnotherLoads_learnsNothingFromEither() {
        Reservation first = reserve(version(1, 10, Map.of()));
        Reservation second = reserve(version(2, 10, Map.of()));
        resident.addAndGet(80);
        first.loaded();
        second.loaded();

        assertThat(first.all()).isEqualTo(15);
        assertThat(second.all()).isEqualTo(15);
    }

    @Test
    void reserve_duringALoad_countsItsExtraNeed() {
        Reservation first = reserve(version(1, 30, Map.of()));
        assertThat(first.all()).isEqualTo(75);

        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> reserve(version(2, 15, Map.of())))
                .withMessageContaining("25 bytes free");
        first.loaded();
        assertThat(reserve(version(2, 15, Map.of())).all()).isEqualTo(38);
    }

    @Test
    void reserve_whileAnotherIsBeingClosed_waitsUntilItIs() throws Exception {
        MemoryLedger patient = ledger(budget.longestWait(Duration.ofSeconds(30)));
        Reservation first = patient.reserve(version(1, 0, Map.of()), OptionalLong.of(90), null);
        first.loaded();
        first.leaving(true);

        CompletableFuture<Reservation> waiting = CompletableFuture.supplyAsync(
                () -> patient.reserve(version(2, 0, Map.of()), OptionalLong.of(90), null),
                task -> new Thread(task).start());
        assertThat(waiting).isNotDone();
        first.release();

        assertThat(waiting.get(30, TimeUnit.SECONDS).all()).isEqualTo(90);
    }

    @Test
    void release_measuresWhatTheProcessKept() {
        Reservation reserved = reserve(version(1, 10, Map.of()));
        resident.addAndGet(50);
        reserved.loaded();
        assertThat(reserved.retained()).isEmpty();
        resident.addAndGet(-45);

        reserved.release();

        assertThat(reserved.retained()).hasValue(5);
    }

    @Test
    void reserve_withoutBudget_refusesNothing() {
        MemoryLedger unlimited = ledger(null);

        assertThat(unlimited
                        .reserve(version(1, 1L << 50, Map.of()), OptionalLong.empty(), null)
                        .all())
                .isEqualTo(1L << 50);
    }
}
