package io.modelops.registry.internal;

import io.modelops.spi.StoredSummary;
import io.modelops.spi.SummaryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A side channel that lasts as long as the process. */
final class InMemorySummaryStore implements SummaryStore {
    private record Key(String topic, Instant window, String node) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::topic).thenComparing(Key::window).thenComparing(Key::node);

        static Key of(StoredSummary summary) {
            return new Key(summary.topic(), summary.window(), summary.node());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final TreeMap<Key, StoredSummary> summaries = new TreeMap<>();

    @Override
    public synchronized void put(StoredSummary summary) {
        summaries.put(Key.of(summary), summary);
    }

    @Override
    public synchronized boolean putIfAbsent(StoredSummary summary) {
        return summaries.putIfAbsent(Key.of(summary), summary) == null;
    }

    @Override
    public synchronized Reading read(String topic, Instant from, Instant to) {
        return new Reading(
                of(topic).stream()
                        .filter(summary -> !summary.window().isBefore(from)
                                && summary.window().isBefore(to))
                        .toList(),
                0);
    }

    @Override
    public synchronized Optional<StoredSummary> latest(String topic, String node) {
        return of(topic).stream()
                .filter(summary -> summary.node().equals(node))
                .max(Comparator.comparing(StoredSummary::window));
    }

    @Override
    public synchronized int trim(String topic, Limits limits) {
        List<StoredSummary> oldestFirst = new ArrayList<>(of(topic));
        long entries = oldestFirst.size();
        long bytes = oldestFirst.stream().mapToLong(StoredSummary::size).sum();
        int removed = 0;
        for (StoredSummary summary : oldestFirst) {
            if (!summary.window().isBefore(limits.from()) && entries <= limits.entries() && bytes <= limits.bytes()) {
                break;
            }
            summaries.remove(Key.of(summary));
            entries--;
            bytes -= summary.size();
            removed++;
        }
        return removed;
    }

    private Collection<StoredSummary> of(String topic) {
        Map<Key, StoredSummary> rest = summaries.tailMap(new Key(topic, Instant.MIN, ""), true);
        return rest.values().stream()
                .takeWhile(summary -> summary.topic().equals(topic))
                .toList();
    }
}
