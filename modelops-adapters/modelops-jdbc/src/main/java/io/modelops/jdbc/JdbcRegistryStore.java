package io.modelops.jdbc;

import io.modelops.jdbc.internal.Attempt;
import io.modelops.jdbc.internal.Database;
import io.modelops.jdbc.internal.Failures;
import io.modelops.jdbc.internal.JdbcSummaryStore;
import io.modelops.jdbc.internal.LogTable;
import io.modelops.jdbc.internal.OutcomeUnknownException;
import io.modelops.jdbc.internal.SchemaVersion;
import io.modelops.model.ClosedException;
import io.modelops.model.CommitUnknownException;
import io.modelops.model.CorruptionException;
import io.modelops.model.StoreException;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import io.modelops.spi.SummaryStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A registry's log in a database that any number of processes share.
 *
 * <pre>{@code
 * JdbcSchema.create(dataSource); // or let Flyway run the scripts
 * ModelRegistry registry = ModelRegistry.builder()
 *     .stores(JdbcRegistryStore.open(dataSource), JdbcArtifactStore.open(dataSource))
 *     .open();
 * }</pre>
 *
 * <p>Whoever adds a record locks the one row that holds the head of the log, so the order of the numbers is the order of the
 * commits, and whoever follows the head misses nothing. If the connection breaks while a commit is on its way, the next one
 * waits for that lock and looks for the operation: once it has the lock, the broken transaction is over, whatever the
 * network did. Only when the database can't be reached within the {@linkplain JdbcOptions#patience() patience} does the
 * outcome stay unknown.
 *
 * <p>The data source belongs to the application, which closes it after the store; one that joins a transaction of the calling
 * thread must not be used, and reads have to go to the primary server. Give its driver a connect timeout and TCP keep-alive,
 * and the pool a limit for waiting; how long an answer may take is set here for each use, unless the connection is less
 * patient. A transaction needs one connection, for some milliseconds. Safe for use by several threads; an interrupt is kept for the caller and disturbs nothing.
 */
public final class JdbcRegistryStore implements RegistryStore {
    private final Database database;
    private final LogTable log;
    private final SummaryStore summaries;
    /** The greatest head that was seen. */
    private final AtomicLong known = new AtomicLong();

    private final AtomicReference<@Nullable CommitUnknownException> undecided = new AtomicReference<>();
    private volatile boolean closed;

    private JdbcRegistryStore(Database database) {
        this.database = database;
        this.log = new LogTable(database);
        this.summaries = new JdbcSummaryStore(database, this::requireOpen);
    }

    /**
     * Opens the log with default options.
     *
     * @param dataSource a pool of connections to PostgreSQL or H2, in which the tables have been created
     * @return the log
     * @throws StoreException if the database can't be reached, is neither PostgreSQL nor H2, or does not have the tables
     */
    public static JdbcRegistryStore open(DataSource dataSource) {
        return open(dataSource, JdbcOptions.defaults());
    }

    /**
     * Opens the log.
     *
     * @param dataSource a pool of connections to PostgreSQL or H2, in which the tables have been created
     * @param options how to use it
     * @return the log
     * @throws StoreException if the database can't be reached, is neither PostgreSQL nor H2, or does not have the tables
     */
    public static JdbcRegistryStore open(DataSource dataSource, JdbcOptions options) {
        Database database = Database.connect(dataSource, options);
        new SchemaVersion(database).require();
        return new JdbcRegistryStore(database);
    }

    @Override
    public boolean putIfAbsent(LogRecord record) {
        requireOpen();
        requireDecided();
        requireAllowed(record);
        String hash = record.digest().hex();
        try {
            boolean put = database.change(name(record), attempt -> put(record, hash, attempt));
            if (put) {
                known.accumulateAndGet(record.sequence(), Math::max);
            }
            return put;
        } catch (OutcomeUnknownException unknown) {
            CommitUnknownException thrown =
                    new CommitUnknownException(record.operation(), Objects.requireNonNull(unknown.getCause()));
            undecided.compareAndSet(null, thrown);
            throw thrown;
        }
    }

    @Override
    public List<LogRecord> read(long from, int limit) {
        requireOpen();
        long first = Math.max(from, 1);
        return database.ask("The registry's log", connection -> {
            // The head first: what it counts is committed, and a later statement sees it.
            long seen = known.get();
            long head = log.head(connection);
            if (head < seen) {
                throw new CorruptionException("The registry's log in the " + database + " ends at record " + head
                        + ", but record " + seen + " was there: records are never removed. Let connections go to the"
                        + " primary server, or bring the lost records back from a copy.");
            }
            known.accumulateAndGet(head, Math::max);
            return head < first ? List.of() : range(connection, first, Math.min(head, first + limit - 1L));
        });
    }

    @Override
    public Optional<SummaryStore> summaries() {
        return Optional.of(summaries);
    }

    @Override
    public void close() {
        closed = true;
    }

    private boolean put(LogRecord record, String hash, Attempt attempt) throws SQLException {
        long head = log.lockHead(attempt.connection());
        if (attempt.mayBeDone()) {
            // The lock is ours, so the earlier try is over: either its record is here to be seen, or it never will be.
            Optional<LogRecord> kept = log.ofOperation(attempt.connection(), record.operation());
            attempt.nothingWasDone();
            if (kept.isPresent() && kept.get().equals(record)) {
                attempt.changesNothing();
                return true;
            }
        }
        if (record.sequence() <= head) {
            attempt.changesNothing();
            return false;
        }
        if (record.sequence() > head + 1) {
            throw new StoreException(name(record) + " was not stored in the " + database
                    + ": the one before it is not there. Read the log and write the next record.");
        }
        append(record, hash, attempt);
        return true;
    }

    private void append(LogRecord record, String hash, Attempt attempt) throws SQLException {
        try {
            log.append(attempt.connection(), record, hash);
        } catch (SQLException failure) {
            if (Failures.isUniqueViolation(failure)) {
                throw new StoreException(
                        name(record) + " was not stored in the " + database + ": operation " + record.operation()
                                + " is in the log already, or its number is, beyond the head. Give each operation a new"
                                + " random id, and let nothing else write to the tables.",
                        failure);
            }
            throw failure;
        }
    }

    private List<LogRecord> range(Connection connection, long first, long last) throws SQLException {
        List<LogRecord> records = log.range(connection, first, last);
        for (long sequence = first; sequence <= last; sequence++) {
            int index = (int) (sequence - first);
            if (index >= records.size() || records.get(index).sequence() != sequence) {
                throw new CorruptionException("Record " + sequence + " of the registry's log in the " + database
                        + " is missing, but the head is beyond it: records are never removed. Bring it back from a"
                        + " copy.");
            }
        }
        return records;
    }

    private void requireAllowed(LogRecord record) {
        byte[] payload = record.payload().getBytes(StandardCharsets.UTF_8);
        if (record.sequence() < 1) {
            throw refused(record, "sequence numbers start at 1");
        }
        if (payload.length > LogRecord.LARGEST) {
            throw refused(
                    record,
                    "its payload has " + payload.length + " bytes, at most " + LogRecord.LARGEST + " are allowed");
        }
        if (record.payload().indexOf('\n') >= 0 || record.payload().indexOf('\0') >= 0) {
            throw refused(record, "its payload has more than one line, or a character that JSON has to escape");
        }
        if (!new String(payload, StandardCharsets.UTF_8).equals(record.payload())) {
            throw refused(record, "its payload has no UTF-8 form");
        }
    }

    private StoreException refused(LogRecord record, String why) {
        return new StoreException(name(record) + " was not stored in the " + database + ": " + why + ".");
    }

    private static String name(LogRecord record) {
        return "Record " + record.sequence() + " of operation " + record.operation();
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("The registry's log in the " + database + " is closed: open it again to use it.");
        }
    }

    private void requireDecided() {
        CommitUnknownException unknown = undecided.get();
        if (unknown != null) {
            throw new StoreException(
                    "This log refuses records since operation " + unknown.operation()
                            + ", of which it is not known whether it was stored: close it and open it again.",
                    unknown);
        }
    }
}
