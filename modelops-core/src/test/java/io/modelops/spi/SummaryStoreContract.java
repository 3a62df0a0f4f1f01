package io.modelops.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.ClosedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each side channel has to do. Tests open it several times, as several processes do. */
public abstract class SummaryStoreContract {
    private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");
    private static final SummaryStore.Limits EVERYTHING =
            new SummaryStore.Limits(Instant.EPOCH, Integer.MAX_VALUE, Long.MAX_VALUE);

    private final List<RegistryStore> opened = new ArrayList<>();

    /** Opens the store that has the side channel, once more if it is open already; the same data each time. */
    protected abstract RegistryStore open();

    /** Whether each call of {@link #open} gives a handle that can be closed for itself. */
    protected boolean closes() {
        return true;
    }

    @AfterEach
    void closeAll() {
        opened.forEach(RegistryStore::close);
    }

    @Test
    void read_nothing_isEmpty() {
        assertThat(all(store(), "a")).isEmpty();
        assertThat(store().latest("a", "n")).isEmpty();
        assertThat(store().trim("a", new SummaryStore.Limits(FIRST, 0, 0))).isZero();
    }

    @Test
    void put_entry_isReadByAllWhoHaveTheStoreOpen() {
        SummaryStore other = store();
        StoredSummary summary = summary("a", "n", 0, 1, 2, -3);

        store().put(summary);

        assertThat(all(other, "a")).containsExactly(summary);
        assertThat(other.latest("a", "n")).contains(summary);
    }

    @Test
    void put_sameKey_replaces() {
        SummaryStore store = store();
        store.put(summary("a", "n", 0, 1, 2, 3));

        store.put(summary("a", "n", 0, 4));

        assertThat(all(store, "a")).containsExactly(summary("a", "n", 0, 4));
    }

    @Test
    void put_noBytes_isAnEntry() {
        SummaryStore store = store();

        store.put(summary("a", "n", 0));

        assertThat(all(store, "a")).containsExactly(summary("a", "n", 0));
    }

    @Test
    void put_mostBytes_isReadWhole() {
        SummaryStore store = store();
        byte[] data = new byte[StoredSummary.LARGEST];
        for (int index = 0; index < data.length; index++) {
            data[index] = (byte) (31 * index >> 3);
        }
        StoredSummary summary = new StoredSummary("a", "n", FIRST, data);

        store.put(summary);

        assertThat(all(store, "a")).containsExactly(summary);
    }

    @Test
    void put_namesThatArePathsOrStatements_areOnlyNames() {
        SummaryStore store = store();
        List<String> names = List.of(
                "../../etc/passwd",
                "/",
                ".",
                "..",
                "C:\\con",
                "a'; DROP TABLE mo_log; --",
                "%",
                "*",
                " x ",
                "Ärger 模型 \uD83D\uDE00",
                "n".repeat(StoredSummary.LONGEST_NAME));
        for (String name : names) {
            store.put(summary(name, name, 0, 7));
        }

        for (String name : names) {
            assertThat(all(store, name)).as(name).containsExactly(summary(name, name, 0, 7));
            assertThat(store.latest(name, name)).as(name).isPresent();
        }
    }

    @Test
    void put_namesThatDifferInCase_areApart() {
        SummaryStore store = store();
        store.put(summary("a", "n", 0, 1));
        store.put(summary("A", "n", 0, 2));
        store.put(summary("a", "N", 0, 3));

        assertThat(all(store, "a")).containsExactly(summary("a", "N", 0, 3), summary("a", "n", 0, 1));
    }

    @Test
    void putIfAbsent_first_isPutAndLaterOnesAreNot() {
        SummaryStore store = store();

        assertThat(store.putIfAbsent(summary("a", "n", 0, 1))).isTrue();
        assertThat(store().putIfAbsent(summary("a", "n", 0, 2))).isFalse();
        assertThat(store.putIfAbsent(summary("a", "n", 0, 1))).isFalse();
        assertThat(all(store, "a")).containsExactly(summary("a", "n", 0, 1));
    }

    @Test
    void putIfAbsent_manyAtOnce_oneWins() throws Exception {
        int writers = 4;
        List<SummaryStore> stores = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            stores.add(store());
        }
        for (int round = 0; round < 10; round++) {
            int window = round;
            CyclicBarrier start = new CyclicBarrier(writers);
            List<Callable<Boolean>> attempts = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int own = writer;
                attempts.add(() -> {
                    start.await();
                    return stores.get(own).putIfAbsent(summary("a", "fleet", window, own));
                });
            }

            List<Boolean> put = atOnce(attempts);

            assertThat(put).as("round %s", round).containsOnlyOnce(true);
            assertThat(stores.get(0).read("a", at(window), at(window + 1)).summaries())
                    .containsExactly(summary("a", "fleet", window, put.indexOf(true)));
        }
    }

    @Test
    void read_whileOthersReplace_isNeverTorn() throws Exception {
        SummaryStore reader = store();
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int writer = 1; writer <= 3; writer++) {
            byte own = (byte) writer;
            SummaryStore store = store();
            writers.add(() -> {
                for (int round = 0; round < 30; round++) {
                    byte[] data = new byte[2_000 * own];
                    Arrays.fill(data, own);
                    store.put(new StoredSummary("a", "n", FIRST, data));
                }
                return true;
            });
        }
        writers.add(() -> {
            for (int round = 0; round < 60; round++) {
                SummaryStore.Reading reading = reader.read("a", FIRST, at(1));
                assertThat(reading.damaged()).isZero();
                for (StoredSummary summary : reading.summaries()) {
                    byte[] expected = new byte[summary.size()];
                    Arrays.fill(expected, (byte) (summary.size() / 2_000));
                    assertThat(summary.data()).isEqualTo(expected);
                }
            }
            return true;
        });

        assertThat(atOnce(writers)).containsOnly(true);
        assertThat(all(reader, "a")).hasSize(1);
    }

    @Test
    void read_range_hasItsBeginAndNotItsEndInOrder() {
        SummaryStore store = store();
        for (int window : new int[] {3, 1, 4, 0, 2}) {
            store.put(summary("a", "n2", window, window));
            store.put(summary("a", "n1", window, window));
        }
        store.put(summary("b", "n1", 1, 9));

        assertThat(store.read("a", at(1), at(3)).summaries())
                .containsExactly(
                        summary("a", "n1", 1, 1),
                        summary("a", "n2", 1, 1),
                        summary("a", "n1", 2, 2),
                        summary("a", "n2", 2, 2));
        assertThat(store.read("a", at(3), at(1)).summaries()).isEmpty();
        assertThat(store.read("a", Instant.MIN, Instant.MAX).summaries()).hasSize(10);
    }

    @Test
    void latest_several_isTheNewestOfTheNode() {
        SummaryStore store = store();
        store.put(summary("a", "n", 1, 1));
        store.put(summary("a", "n", 2, 2));
        store.put(summary("a", "n", 0, 0));
        store.put(summary("a", "other", 3, 3));
        store.put(summary("b", "n", 4, 4));

        assertThat(store.latest("a", "n")).contains(summary("a", "n", 2, 2));
        assertThat(store.latest("a", "unknown")).isEmpty();
    }

    @Test
    void trim_byAge_keepsWhatIsNewEnough() {
        SummaryStore store = filled();

        assertThat(store.trim("a", new SummaryStore.Limits(at(3), 100, 1_000_000)))
                .isEqualTo(6);
        assertThat(all(store, "a")).extracting(StoredSummary::window).containsExactly(at(3), at(3), at(4), at(4));
        assertThat(all(store, "b")).hasSize(1);
    }

    @Test
    void trim_byNumber_removesTheOldest() {
        SummaryStore store = filled();

        assertThat(store.trim("a", new SummaryStore.Limits(Instant.EPOCH, 3, 1_000_000)))
                .isEqualTo(7);
        assertThat(all(store, "a"))
                .hasSize(3)
                .allMatch(summary -> !summary.window().isBefore(at(3)));
    }

    @Test
    void trim_byBytes_removesTheOldest() {
        SummaryStore store = store();
        for (int window = 0; window < 5; window++) {
            store.put(new StoredSummary("a", "n", at(window), new byte[100_000]));
        }

        int removed = store.trim("a", new SummaryStore.Limits(Instant.EPOCH, 100, 250_000));

        assertThat(removed).isEqualTo(3);
        assertThat(all(store, "a")).extracting(StoredSummary::window).containsExactly(at(3), at(4));
    }

    @Test
    void trim_withinLimits_removesNothing() {
        SummaryStore store = filled();

        assertThat(store.trim("a", EVERYTHING)).isZero();
        assertThat(all(store, "a")).hasSize(10);
    }

    @Test
    void trim_everything_leavesRoomForMore() {
        SummaryStore store = filled();

        assertThat(store.trim("a", new SummaryStore.Limits(Instant.EPOCH, 0, 0)))
                .isEqualTo(10);
        assertThat(all(store, "a")).isEmpty();
        assertThat(store.putIfAbsent(summary("a", "n1", 0, 1))).isTrue();
    }

    @Test
    void calls_interruptedThread_workAndKeepTheInterrupt() {
        SummaryStore store = store();
        Thread.currentThread().interrupt();
        try {
            store.put(summary("a", "n", 0, 1));
            store.putIfAbsent(summary("a", "n", 1, 1));
            assertThat(all(store, "a")).hasSize(2);
            store.trim("a", EVERYTHING);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void calls_closedStore_throw() {
        RegistryStore closed = open();
        SummaryStore store = closed.summaries().orElseThrow();
        closed.close();
        if (closes()) {
            assertThatThrownBy(() -> store.put(summary("a", "n", 0))).isInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> store.putIfAbsent(summary("a", "n", 0))).isInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> all(store, "a")).isInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> store.latest("a", "n")).isInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> store.trim("a", EVERYTHING)).isInstanceOf(ClosedException.class);
        }
        assertThat(all(store(), "a")).isEmpty();
    }

    @Test
    void log_besideSummaries_isUntouched() {
        RegistryStore store = open();
        opened.add(store);

        store.summaries().orElseThrow().put(summary("a", "n", 0, 1));
        assertThat(store.read(1, 10)).isEmpty();
        assertThat(store.putIfAbsent(LogRecords.record(1))).isTrue();

        assertThat(all(store(), "a")).hasSize(1);
        assertThat(store.read(1, 10)).hasSize(1);
    }

    /** The side channel, opened once more; closed after the test. */
    protected final SummaryStore store() {
        RegistryStore store = open();
        opened.add(store);
        return store.summaries().orElseThrow();
    }

    /** All entries of a topic. */
    protected static List<StoredSummary> all(SummaryStore store, String topic) {
        SummaryStore.Reading reading = store.read(topic, Instant.EPOCH, Instant.MAX);
        assertThat(reading.damaged()).isZero();
        return reading.summaries();
    }

    /** An entry of the window with a number. */
    protected static StoredSummary summary(String topic, String node, int window, int... data) {
        byte[] bytes = new byte[data.length];
        for (int index = 0; index < data.length; index++) {
            bytes[index] = (byte) data[index];
        }
        return new StoredSummary(topic, node, at(window), bytes);
    }

    private static Instant at(int window) {
        return FIRST.plusSeconds(60L * window);
    }

    private SummaryStore filled() {
        SummaryStore store = store();
        for (int window = 0; window < 5; window++) {
            store.put(summary("a", "n1", window, window));
            store.put(summary("a", "n2", window, window));
        }
        store.put(summary("b", "n1", 0, 9));
        return store;
    }

    private static List<Boolean> atOnce(List<Callable<Boolean>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }
}
