package io.modelops.spi;

import static io.modelops.spi.LogRecords.ofSize;
import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each registry store has to do. */
public abstract class RegistryStoreContract {
    private static final int THREADS = 8;

    private final List<RegistryStore> opened = new ArrayList<>();

    /** Opens a store. All stores that one test opens keep the same log, which is empty when the test begins. */
    protected abstract RegistryStore open() throws Exception;

    protected final RegistryStore store() throws Exception {
        RegistryStore store = open();
        opened.add(store);
        return store;
    }

    @AfterEach
    final void closeStores() {
        opened.forEach(RegistryStore::close);
    }

    @Test
    void read_newLog_isEmpty() throws Exception {
        assertThat(store().read(1, 10)).isEmpty();
    }

    @Test
    void putIfAbsent_freeSequence_isReadBack() throws Exception {
        RegistryStore store = store();
        LogRecord first = record(1);
        LogRecord second = record(2);

        assertThat(store.putIfAbsent(first)).isTrue();
        assertThat(store.putIfAbsent(second)).isTrue();

        assertThat(store.read(1, 10)).containsExactly(first, second);
    }

    @Test
    void putIfAbsent_takenSequence_returnsFalseAndChangesNothing() throws Exception {
        RegistryStore store = store();
        LogRecord first = record(1);
        store.putIfAbsent(first);

        assertThat(store.putIfAbsent(record(1))).isFalse();
        assertThat(store.putIfAbsent(first)).isFalse();

        assertThat(store.read(1, 10)).containsExactly(first);
    }

    @Test
    void putIfAbsent_predecessorMissing_throwsAndChangesNothing() throws Exception {
        RegistryStore store = store();
        store.putIfAbsent(record(1));

        assertThatThrownBy(() -> store.putIfAbsent(record(3)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the one before it is not there");

        assertThat(store.read(1, 10)).hasSize(1);
        assertThat(store.putIfAbsent(record(2))).isTrue();
    }

    @Test
    void putIfAbsent_sequenceZero_throws() throws Exception {
        RegistryStore store = store();

        assertThatThrownBy(() -> store.putIfAbsent(record(0))).isInstanceOf(StoreException.class);
    }

    @Test
    void putIfAbsent_greatestPayload_isReadBack() throws Exception {
        RegistryStore store = store();
        LogRecord greatest = ofSize(1, LogRecord.LARGEST);

        store.putIfAbsent(greatest);

        assertThat(store.read(1, 1)).containsExactly(greatest);
    }

    @Test
    void putIfAbsent_payloadOneByteTooLarge_throwsAndChangesNothing() throws Exception {
        RegistryStore store = store();

        assertThatThrownBy(() -> store.putIfAbsent(ofSize(1, LogRecord.LARGEST + 1)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("65537 bytes");

        assertThat(store.read(1, 1)).isEmpty();
    }

    @Test
    void putIfAbsent_payloadOfTwoLines_throwsAndChangesNothing() throws Exception {
        RegistryStore store = store();
        UUID operation = UUID.randomUUID();
        String twoLines = "{\"seq\":1,\n\"op\":\"" + operation + "\"}";

        assertThatThrownBy(() -> store.putIfAbsent(new LogRecord(1, operation, twoLines)))
                .isInstanceOf(StoreException.class);

        assertThat(store.read(1, 1)).isEmpty();
    }

    @Test
    void putIfAbsent_textOfAllAlphabets_isReadBack() throws Exception {
        RegistryStore store = store();
        LogRecord foreign = record(1, "Größe Ωμέγα 模型 🚀 \u2028 \\u0000");

        store.putIfAbsent(foreign);

        assertThat(store.read(1, 1)).containsExactly(foreign);
    }

    @Test
    void putIfAbsent_interruptedThread_putsAndKeepsTheInterrupt() throws Exception {
        RegistryStore store = store();
        boolean put;
        boolean interrupted;
        Thread.currentThread().interrupt();
        try {
            put = store.putIfAbsent(record(1));
        } finally {
            interrupted = Thread.interrupted();
        }

        assertThat(put).isTrue();
        assertThat(interrupted).isTrue();
        assertThat(store.putIfAbsent(record(2))).isTrue();
        assertThat(store.read(1, 10)).hasSize(2);
    }

    @Test
    void read_interruptedThread_readsAndKeepsTheInterrupt() throws Exception {
        RegistryStore store = store();
        store.putIfAbsent(record(1));
        List<LogRecord> read;
        boolean interrupted;
        Thread.currentThread().interrupt();
        try {
            read = store.read(1, 10);
        } finally {
            interrupted = Thread.interrupted();
        }

        assertThat(read).hasSize(1);
        assertThat(interrupted).isTrue();
    }

    @Test
    void read_fromTheMiddle_startsThere() throws Exception {
        RegistryStore store = store();
        fill(store, 5);

        assertThat(store.read(3, 10)).extracting(LogRecord::sequence).containsExactly(3L, 4L, 5L);
    }

    @Test
    void read_limit_returnsNoMore() throws Exception {
        RegistryStore store = store();
        fill(store, 5);

        assertThat(store.read(2, 2)).extracting(LogRecord::sequence).containsExactly(2L, 3L);
    }

    @Test
    void readCheckpoint_anyLog_isWhatTheLogHoldsOrNothing() throws Exception {
        RegistryStore store = store();
        for (int sequence = 1; sequence <= 5; sequence++) {
            store.putIfAbsent(record(sequence));
        }
        List<LogRecord> copied = new ArrayList<>();
        for (List<LogRecord> some = store.readCheckpoint(1);
                !some.isEmpty();
                some = store.readCheckpoint(copied.size() + 1L)) {
            copied.addAll(some);
        }

        assertThat(copied).isEqualTo(store.read(1, 100).subList(0, copied.size()));
    }

    @Test
    void read_beyondTheEnd_isEmpty() throws Exception {
        RegistryStore store = store();
        fill(store, 5);

        assertThat(store.read(6, 10)).isEmpty();
        assertThat(store.read(1_000, 10)).isEmpty();
    }

    @Test
    void read_storeOpenedLater_seesWhatWasPut() throws Exception {
        RegistryStore store = store();
        fill(store, 3);
        List<LogRecord> put = store.read(1, 10);
        store.close();

        assertThat(store().read(1, 10)).isEqualTo(put);
    }

    @Test
    void read_secondStoreOfTheLog_seesWhatTheFirstPuts() throws Exception {
        RegistryStore first = store();
        RegistryStore second = store();

        first.putIfAbsent(record(1));
        assertThat(second.read(1, 10)).isEqualTo(first.read(1, 10));
        assertThat(second.putIfAbsent(record(1))).isFalse();
        assertThat(second.putIfAbsent(record(2))).isTrue();
        assertThat(first.read(1, 10)).hasSize(2).isEqualTo(second.read(1, 10));
    }

    @Test
    void putIfAbsent_threadsRacingForASequence_exactlyOneWins() throws Exception {
        List<RegistryStore> stores = List.of(store(), store());
        for (long sequence = 1; sequence <= 25; sequence++) {
            List<LogRecord> records = new ArrayList<>();
            List<Callable<Boolean>> puts = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                LogRecord record = record(sequence, "thread " + thread);
                RegistryStore store = stores.get(thread % 2);
                records.add(record);
                puts.add(() -> store.putIfAbsent(record));
            }

            List<Boolean> won = together(puts);

            assertThat(won).containsOnlyOnce(true);
            assertThat(stores.get(0).read(sequence, 1)).containsExactly(records.get(won.indexOf(true)));
        }
    }

    @Test
    void putIfAbsent_eightThreadsWithFiftyCommitsEach_leavesNoGapAndLosesNone() throws Exception {
        int commits = 50;
        RegistryStore store = store();
        List<Callable<List<LogRecord>>> writers = IntStream.range(0, THREADS)
                .<Callable<List<LogRecord>>>mapToObj(thread -> () -> commit(store, commits))
                .toList();

        List<LogRecord> acknowledged =
                together(writers).stream().flatMap(List::stream).toList();

        List<LogRecord> read = store().read(1, THREADS * commits + 1);
        assertThat(read).containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(read)
                .extracting(LogRecord::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, THREADS * commits).boxed().toList());
    }

    @Test
    void close_twice_doesNothingMore() throws Exception {
        RegistryStore store = store();
        store.putIfAbsent(record(1));

        store.close();
        store.close();

        assertThat(store().read(1, 10)).hasSize(1);
    }

    protected static void fill(RegistryStore store, int records) {
        for (int sequence = 1; sequence <= records; sequence++) {
            assertThat(store.putIfAbsent(record(sequence))).isTrue();
        }
    }

    /** Commits as a registry does: reads what is new, and tries the next number until it gets one. */
    private static List<LogRecord> commit(RegistryStore store, int commits) {
        List<LogRecord> acknowledged = new ArrayList<>();
        long next = 1;
        while (acknowledged.size() < commits) {
            next += store.read(next, 1_000).size();
            LogRecord record = record(next);
            if (store.putIfAbsent(record)) {
                acknowledged.add(record);
                next++;
            }
        }
        return acknowledged;
    }

    private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(calls, 60, TimeUnit.SECONDS)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
