package io.modelops.registry.internal;

import io.modelops.model.StoreException;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import io.modelops.spi.SummaryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A log that lasts as long as the process. */
public final class InMemoryRegistryStore implements RegistryStore {
    private final List<LogRecord> records = new ArrayList<>();
    private final SummaryStore summaries = new InMemorySummaryStore();

    /** Creates an empty log. */
    public InMemoryRegistryStore() {}

    @Override
    public synchronized boolean putIfAbsent(LogRecord record) {
        RecordFile.payload(record); // The same rules as on a disk, so that tests in memory find what a disk refuses.
        if (record.sequence() <= records.size()) {
            return false;
        }
        if (record.sequence() > records.size() + 1L) {
            throw new StoreException("Record " + record.sequence() + " was not stored: the one before it is not there. "
                    + "Read the log and write the next record.");
        }
        return records.add(record);
    }

    @Override
    public synchronized List<LogRecord> read(long from, int limit) {
        int start = (int) Math.min(Math.max(from, 1) - 1, records.size());
        int end = (int) Math.min((long) start + limit, records.size());
        return List.copyOf(records.subList(start, end));
    }

    @Override
    public Optional<SummaryStore> summaries() {
        return Optional.of(summaries);
    }
}
