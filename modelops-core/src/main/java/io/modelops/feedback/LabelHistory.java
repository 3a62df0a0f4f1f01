package io.modelops.feedback;

import io.modelops.model.PredictionId;
import io.modelops.spi.LabelledObservation;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The latest labelled predictions in the order in which they were predicted, whatever order their labels came in. */
final class LabelHistory<I, O> {
    private record Key(Instant at, PredictionId id) {}

    private static final Comparator<Key> BY_TIME = Comparator.comparing(Key::at)
            .thenComparingLong(key -> key.id().sequence())
            .thenComparingLong(key -> key.id().origin());

    private final TreeMap<Key, LabelledObservation<I, O>> byTime = new TreeMap<>(BY_TIME);
    private final int limit;

    LabelHistory(int limit) {
        this.limit = limit;
    }

    void add(LabelledObservation<I, O> labelled) {
        byTime.put(new Key(labelled.prediction().at(), labelled.prediction().id()), labelled);
        if (byTime.size() > limit) {
            byTime.pollFirstEntry();
        }
    }

    List<LabelledObservation<I, O>> snapshot() {
        Collection<LabelledObservation<I, O>> oldestFirst = byTime.values();
        return List.copyOf(oldestFirst);
    }
}
