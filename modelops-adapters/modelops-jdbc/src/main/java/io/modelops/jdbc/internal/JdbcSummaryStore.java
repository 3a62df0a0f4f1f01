package io.modelops.jdbc.internal;

import io.modelops.model.StoreException;
import io.modelops.spi.StoredSummary;
import io.modelops.spi.SummaryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The side channel of a registry in a database. */
public final class JdbcSummaryStore implements SummaryStore {
    private final Database database;
    private final SummaryTable table;
    private final Runnable requireOpen;

    /**
     * Of a database.
     *
     * @param requireOpen throws once the store that this belongs to is closed
     */
    public JdbcSummaryStore(Database database, Runnable requireOpen) {
        this.database = database;
        this.table = new SummaryTable(database);
        this.requireOpen = requireOpen;
    }

    @Override
    public void put(StoredSummary summary) {
        change("A " + summary, attempt -> {
            table.put(attempt.connection(), summary);
            return true;
        });
    }

    @Override
    public boolean putIfAbsent(StoredSummary summary) {
        return change("A " + summary, attempt -> {
            Optional<Optional<StoredSummary>> there = table.find(attempt.connection(), summary);
            if (there.isEmpty()) {
                table.insert(attempt.connection(), summary);
                return true;
            }
            // If the connection broke while an earlier try committed, what is there may be what it put.
            boolean isOurs = attempt.mayBeDone() && there.get().equals(Optional.of(summary));
            attempt.changesNothing();
            return isOurs;
        });
    }

    @Override
    public Reading read(String topic, Instant from, Instant to) {
        requireOpen.run();
        long first = millis(from);
        long end = millis(to);
        List<Optional<StoredSummary>> rows =
                database.ask("Summaries", connection -> table.range(connection, topic, first, end));
        List<StoredSummary> whole = rows.stream().flatMap(Optional::stream).toList();
        return new Reading(whole, rows.size() - whole.size());
    }

    @Override
    public Optional<StoredSummary> latest(String topic, String node) {
        requireOpen.run();
        return database.ask("The latest summary", connection -> {
            for (int damaged = 0; ; damaged++) {
                Optional<Optional<StoredSummary>> newest = table.newest(connection, topic, node, damaged);
                if (newest.isEmpty() || newest.get().isPresent()) {
                    return newest.flatMap(whole -> whole);
                }
            }
        });
    }

    @Override
    public int trim(String topic, Limits limits) {
        requireOpen.run();
        List<SummaryTable.Size> removable =
                database.ask("The size of summaries", connection -> removable(table.sizes(connection, topic), limits));
        if (removable.isEmpty()) {
            return 0;
        }
        return change("The removal of old summaries", attempt -> {
            int removed = 0;
            for (SummaryTable.Size entry : removable) {
                removed += table.delete(attempt.connection(), topic, entry) ? 1 : 0;
            }
            return removed;
        });
    }

    private static List<SummaryTable.Size> removable(List<SummaryTable.Size> oldestFirst, Limits limits) {
        long from = millis(limits.from());
        long entries = oldestFirst.size();
        long bytes = oldestFirst.stream().mapToLong(SummaryTable.Size::bytes).sum();
        List<SummaryTable.Size> removable = new ArrayList<>();
        for (SummaryTable.Size entry : oldestFirst) {
            if (entry.begin() >= from && entries <= limits.entries() && bytes <= limits.bytes()) {
                break;
            }
            removable.add(entry);
            entries--;
            bytes -= entry.bytes();
        }
        return removable;
    }

    private <T> T change(String what, Database.Change<T> change) {
        requireOpen.run();
        try {
            return database.change(what, change);
        } catch (OutcomeUnknownException unknown) {
            throw new StoreException(
                    what + " may have been stored in the " + database + " or not (" + unknown.getCause()
                            + "): check the server, the pool and the network.",
                    unknown);
        }
    }

    /** Any time as a number that the database compares; rounded up, because entries begin at whole milliseconds. */
    private static long millis(Instant time) {
        if (time.getEpochSecond() < 0) {
            return 0;
        }
        return time.getEpochSecond() >= Long.MAX_VALUE / 1_000
                ? Long.MAX_VALUE
                : time.plusNanos(999_999).toEpochMilli();
    }
}
