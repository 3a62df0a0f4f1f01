package io.modelops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.CommitUnknownException;
import io.modelops.model.StoreException;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Writers that commit as fast as they can, each to a store of its own, and remember what they were told. */
final class Traffic {
    private static final long RECONNECT_NANOS = Duration.ofMillis(5).toNanos();

    private final IntFunction<RegistryStore> stores;
    private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<UUID> refused = ConcurrentHashMap.newKeySet();
    private final Set<UUID> unknown = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    private Traffic(IntFunction<RegistryStore> stores) {
        this.stores = stores;
    }

    /** @param stores opens the store of a writer, also again when one could not say what became of a record */
    static Traffic start(int writers, IntFunction<RegistryStore> stores) {
        Traffic traffic = new Traffic(stores);
        for (int writer = 0; writer < writers; writer++) {
            int number = writer;
            traffic.run("writer-" + writer, () -> traffic.write(number));
        }
        return traffic;
    }

    /** Also follows the log from its beginning, as other nodes do. */
    Traffic withPoller(RegistryStore store) {
        run("poller", () -> poll(store));
        return this;
    }

    int acknowledged() {
        return acknowledged.size();
    }

    Set<UUID> unknown() {
        return unknown;
    }

    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(unexpected).isEmpty();
    }

    /** Each acknowledged record is there, once; none that was refused is; nothing else is, and the chain is whole. */
    void verify(RegistryStore store) {
        Follower follower = new Follower();
        follower.follow(store);
        List<UUID> kept = follower.records().stream().map(LogRecord::operation).toList();
        // Sets, not assertions about lists: a fast database keeps a hundred thousand of them.
        Set<UUID> present = new HashSet<>(kept);
        assertThat(kept).hasSameSizeAs(present);
        assertThat(without(acknowledged, present)).isEmpty();
        assertThat(refused).noneMatch(present::contains);
        assertThat(without(without(present, acknowledged), unknown)).isEmpty();
    }

    private static Set<UUID> without(Set<UUID> all, Set<UUID> some) {
        return all.stream().filter(operation -> !some.contains(operation)).collect(Collectors.toSet());
    }

    private void run(String name, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException | AssertionError failure) {
                        unexpected.add(failure);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void write(int number) {
        RegistryStore store = null;
        Follower follower = new Follower();
        while (!stopped) {
            try {
                store = store == null ? stores.apply(number) : store;
                follower.follow(store);
            } catch (StoreException unreachable) {
                LockSupport.parkNanos(RECONNECT_NANOS);
                continue;
            }
            if (!put(store, follower.next())) {
                store = null;
            }
        }
    }

    /** @return whether the store goes on */
    private boolean put(RegistryStore store, LogRecord record) {
        try {
            (store.putIfAbsent(record) ? acknowledged : refused).add(record.operation());
        } catch (CommitUnknownException undecided) {
            unknown.add(record.operation());
            return false;
        } catch (StoreException notPut) {
            refused.add(record.operation());
        }
        return true;
    }

    private void poll(RegistryStore store) {
        Follower follower = new Follower();
        while (!stopped) {
            follower.follow(store);
        }
        follower.follow(store);
    }
}
