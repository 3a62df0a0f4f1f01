package io.modelops.feedback.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.model.PredictionId;
import io.modelops.spi.PredictionLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A log that lasts as long as the process. When it is full, the oldest record makes room for the newest. */
public final class InMemoryPredictionLog implements PredictionLog {
    private static final int DEFAULT_CAPACITY = 100_000;

    private final int capacity;
    private final Deque<Entry> records = new ArrayDeque<>();
    private final Map<PredictionId, Predicted> predictions = new HashMap<>();
    private long forgotten;

    /** Creates an empty log of 100,000 records. */
    public InMemoryPredictionLog() {
        this(DEFAULT_CAPACITY);
    }

    /**
     * Creates an empty log.
     *
     * @param capacity the greatest number of records, 1 or more
     */
    public InMemoryPredictionLog(int capacity) {
        if (capacity < 1) {
            throw new InvalidInputException(
                    "A prediction log of " + capacity + " records keeps nothing: expected 1 or more.");
        }
        this.capacity = capacity;
    }

    @Override
    public synchronized void append(Entry record) {
        if (records.size() == capacity) {
            forget(records.remove());
        }
        records.add(record);
        if (record instanceof Predicted predicted) {
            predictions.putIfAbsent(predicted.id(), predicted);
        }
    }

    @Override
    public synchronized Optional<Predicted> find(PredictionId id) {
        return Optional.ofNullable(predictions.get(id));
    }

    @Override
    public void forEach(Consumer<? super Entry> reader) {
        List<Entry> copy;
        synchronized (this) {
            copy = List.copyOf(records);
        }
        copy.forEach(reader);
    }

    /** How many records have made room for newer ones. */
    public synchronized long forgotten() {
        return forgotten;
    }

    private void forget(Entry oldest) {
        forgotten++;
        if (oldest instanceof Predicted predicted) {
            predictions.remove(predicted.id(), predicted);
        }
    }
}
