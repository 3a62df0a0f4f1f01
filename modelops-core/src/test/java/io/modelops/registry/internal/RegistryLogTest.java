package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelName;
import io.modelops.model.StoreException;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegistryLogTest {
    /** A log that another writer can always be faster in, and that anything can stand in. */
    private static final class ListStore implements RegistryStore {
        private final List<LogRecord> records = new ArrayList<>();
        private final AtomicInteger tries = new AtomicInteger();
        private int fasterWriters;

        @Override
        public boolean putIfAbsent(LogRecord record) {
            tries.incrementAndGet();
            if (fasterWriters > 0) {
                fasterWriters--;
                return false;
            }
            return records.add(record);
        }

        @Override
        public List<LogRecord> read(long from, int limit) {
            return records.stream().skip(from - 1).limit(limit).toList();
        }
    }

    private final ListStore store = new ListStore();

    @Test
    void open_logOfAllEvents_addsUpToTheirState() {
        store.records.addAll(EventSamples.log());

        RegistryState state = open().state();

        assertThat(state.head())
                .hasValueSatisfying(head ->
                        assertThat(head.sequence()).isEqualTo(EventSamples.all().size()));
        ModelState churn = state.get(EventSamples.CHURN);
        assertThat(churn.latest()).isEqualTo(3);
        assertThat(churn.version(2)).isEmpty();
        assertThat(churn.deleted(2)).isPresent();
        assertThat(churn.comments(2)).hasSize(1);
        assertThat(churn.aliases()).isEmpty();
        assertThat(churn.tags(2)).isEmpty();
        assertThat(churn.approvals(2)).hasSize(1);
        assertThat(churn.validation(2)).isPresent();
        assertThat(churn.rollout("champion")).isEmpty();
        assertThat(churn.rollouts())
                .singleElement()
                .satisfies(open -> assertThat(open.progress().isPaused()).isTrue());
        assertThat(churn.history())
                .extracting(LogEntry::event)
                .containsExactlyElementsOf(EventSamples.all().stream()
                        .map(Change::event)
                        .filter(event -> event.model().equals(EventSamples.CHURN))
                        .toList());
    }

    @Test
    void open_moreEntriesThanOneBatch_readsAll() {
        RegistryLog log = open();
        commit(log, EventSamples.BARE);
        for (int index = 0; index < 2_100; index++) {
            commit(log, approved());
        }

        assertThat(open().state().get(EventSamples.CHURN).approvals(1)).hasSize(2_100);
    }

    @Test
    void open_eventOfANewerVersion_isInTheHistoryAndTheChainGoesOn() {
        commit(open(), EventSamples.BARE);
        LogRecord approval = sealed(2, store.records.get(0).digest(), approved());
        store.records.add(new LogRecord(
                2, approval.operation(), approval.payload().replace("\"type\":\"Approved\"", "\"type\":\"Blessed\"")));

        RegistryLog log = open();
        commit(log, approved());

        assertThat(open().state().get(EventSamples.CHURN).history())
                .extracting(LogEntry::event)
                .contains(new RegistryEvent.Unrecognized(EventSamples.CHURN, "Blessed"))
                .hasSize(3);
        assertThat(open().state().get(EventSamples.CHURN).approvals(1)).hasSize(1);
    }

    @Test
    void open_unknownEventOfAModelWithoutVersions_makesNoModel() {
        LogRecord approval = sealed(1, LogEntry.BEFORE_FIRST, approved());
        store.records.add(new LogRecord(
                1, approval.operation(), approval.payload().replace("\"type\":\"Approved\"", "\"type\":\"Blessed\"")));

        RegistryState state = open().state();

        assertThat(state.models()).isEmpty();
        assertThat(state.find(ModelName.of("churn"))).isEmpty();
        assertThat(state.head()).isPresent();
    }

    @Test
    void open_anyEntryAltered_throws() {
        for (int index = 0; index < EventSamples.log().size() - 1; index++) {
            store.records.clear();
            store.records.addAll(EventSamples.log());
            LogRecord record = store.records.get(index);
            store.records.set(
                    index,
                    new LogRecord(
                            record.sequence(),
                            record.operation(),
                            record.payload().replace("\"actor\":\"", "\"actor\":\"x")));

            assertThatThrownBy(this::open)
                    .as("entry %d", index + 1)
                    .isInstanceOf(CorruptionException.class)
                    .hasMessageContaining("Entry " + (index + 2))
                    .hasMessageContaining("as the entry before it");
        }
    }

    @Test
    void open_anyEntryLeftOut_throws() {
        for (int index = 0; index < EventSamples.log().size() - 1; index++) {
            store.records.clear();
            store.records.addAll(EventSamples.log());
            store.records.remove(index);

            assertThatThrownBy(this::open)
                    .as("entry %d", index + 1)
                    .isInstanceOf(CorruptionException.class)
                    .hasMessageContaining("it stands in place " + (index + 1));
        }
    }

    @Test
    void open_entriesExchanged_throws() {
        List<LogRecord> log = EventSamples.log();
        store.records.addAll(List.of(log.get(1), log.get(0)));

        assertThatThrownBy(this::open).isInstanceOf(CorruptionException.class);
    }

    static Stream<RegistryEvent> contradictions() {
        ModelName churn = EventSamples.CHURN;
        ModelName ghost = ModelName.of("ghost");
        UUID rollout = new UUID(0, 9);
        return Stream.of(
                new RegistryEvent.Registered(churn, 1, description()),
                new RegistryEvent.Registered(churn, 3, description()),
                new RegistryEvent.Registered(ghost, 2, description()),
                new RegistryEvent.Registered(ghost, 0, description()),
                new RegistryEvent.Registered(ghost, -1, description()),
                new RegistryEvent.AliasMoved(churn, "champion", 1, 1),
                new RegistryEvent.RolloutStarted(ghost, rollout, "champion", 1, 2, ""),
                new RegistryEvent.RolloutAdvanced(churn, rollout, 0, "", 0.5),
                new RegistryEvent.RolloutAdvanced(ghost, rollout, 0, "", 0.5),
                new RegistryEvent.RolloutEnded(churn, rollout, 1, true, ""),
                new RegistryEvent.RolloutEnded(ghost, rollout, 1, true, ""));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void open_wellFormedEntryThatContradictsTheOnesBefore_throws(RegistryEvent event) {
        commit(open(), EventSamples.BARE);
        store.records.add(sealed(2, store.records.get(0).digest(), new Change(event, Actor.SYSTEM, "")));

        assertThatThrownBy(this::open)
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("Entry 2 of the registry's log contradicts the entries before it")
                .hasMessageContaining("restore it from a copy");
    }

    @Test
    void commit_anotherWriterFasterSomeTimes_triesAgainFromTheNewState() {
        RegistryLog log = open();
        commit(log, EventSamples.BARE);
        store.fasterWriters = 49;
        AtomicInteger asked = new AtomicInteger();

        LogEntry entry = log.commit(UUID.randomUUID(), state -> {
            asked.incrementAndGet();
            return approved();
        });

        assertThat(entry.sequence()).isEqualTo(2);
        assertThat(asked).hasValue(50);
    }

    @Test
    void commit_anotherWriterFasterEachTime_givesUpWithAConflict() {
        RegistryLog log = open();
        commit(log, EventSamples.BARE);
        store.fasterWriters = Integer.MAX_VALUE;
        int before = store.tries.get();

        assertThatThrownBy(() -> commit(log, approved()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("faster 50 times in a row: nothing was changed");

        assertThat(store.tries.get() - before).isEqualTo(50);
        assertThat(log.state().head().orElseThrow().sequence()).isOne();
    }

    @Test
    void commit_changeThatThrows_changesNothingAndTheNextWorks() {
        RegistryLog log = open();
        commit(log, EventSamples.BARE);

        assertThatThrownBy(() -> log.commit(UUID.randomUUID(), state -> {
                    throw new StoreException("no");
                }))
                .isInstanceOf(StoreException.class);

        assertThat(commit(log, approved()).sequence()).isEqualTo(2);
    }

    private RegistryLog open() {
        return new RegistryLog(store, InstantSource.fixed(EventSamples.AT), new Listeners());
    }

    private static LogEntry commit(RegistryLog log, Change change) {
        return log.commit(UUID.randomUUID(), state -> change);
    }

    private static LogRecord sealed(long sequence, Digest previous, Change change) {
        return new EventCodec().encode(sequence, previous, UUID.randomUUID(), EventSamples.AT, change);
    }

    private static Change approved() {
        return new Change(new RegistryEvent.Approved(EventSamples.CHURN, 1), Actor.by("ana"), "");
    }

    private static ModelDescription description() {
        return ((RegistryEvent.Registered) EventSamples.BARE.event()).description();
    }
}
