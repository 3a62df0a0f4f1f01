package io.modelops.jdbc.internal;

import io.modelops.jdbc.JdbcOptions;
import io.modelops.model.ModelOpsException;
import io.modelops.model.Quoted;
import io.modelops.model.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database whose connections may be refused, cut and killed at any time. Failures that pass are waited out; whether a
 * cut commit took is found out. An interrupt disturbs no call and is kept for the caller.
 */
public final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final Pattern TABLE = Pattern.compile("\\bmo_(?=[a-z])");
    /** What the network may take beyond what the server grants itself. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(5);

    private final DataSource source;
    private final JdbcOptions options;
    private final Dialect dialect;
    private final String name;
    private final Duration silence;

    private Database(DataSource source, JdbcOptions options, Dialect dialect, String name) {
        this.source = source;
        this.options = options;
        this.dialect = dialect;
        this.name = name;
        this.silence = options.statementTimeout().plus(ON_THE_WAY);
    }

    /** Something done with a connection. */
    @FunctionalInterface
    public interface Query<T> {
        /** Does it. */
        T run(Connection connection) throws SQLException;
    }

    /** A change that can be tried again: a transaction that waits at its first lock for an earlier try to be over. */
    @FunctionalInterface
    public interface Change<T> {
        /** Makes the change. */
        T run(Attempt attempt) throws SQLException;
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws SQLException;
    }

    /** Finds out what database it is. Tables need not exist yet. */
    public static Database connect(DataSource source, JdbcOptions options) {
        boolean interrupted = Thread.interrupted();
        try (Connection connection = source.getConnection()) {
            Dialect dialect = Dialect.of(connection);
            String name = connection.getMetaData().getDatabaseProductName() + " database "
                    + Quoted.of(String.valueOf(connection.getCatalog()));
            String warning = dialect.durabilityWarning(connection);
            if (!warning.isEmpty()) {
                LOG.warn(
                        "A crash of the machine may lose acknowledged changes of the registry in {}: {}",
                        name,
                        warning);
            }
            return new Database(source, options, dialect, name);
        } catch (SQLException failure) {
            throw new StoreException(
                    "The registry's database could not be reached (" + failure
                            + "): check the data source, its pool and the server.",
                    failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Its kind and its name, for messages. */
    @Override
    public String toString() {
        return name;
    }

    /** The text of a statement for the tables of this registry. */
    public String sql(String text) {
        return options.tablePrefix().equals("mo_") ? text : TABLE.matcher(text).replaceAll(options.tablePrefix());
    }

    /** The text of a query that locks the rows it finds. */
    public String locking(String text) {
        return sql(text) + dialect.lockingClause(options);
    }

    /**
     * Asks the database, again if a connection turns out to be dead.
     *
     * @param what what is asked for, the beginning of a message that it can't be read
     * @throws StoreException if there is no answer
     */
    public <T> T ask(String what, Query<T> query) {
        try {
            return retrying(new Attempt.Outcome(), () -> {
                try (Session session = Session.on(borrow(), true, silence)) {
                    return query.run(session.connection());
                }
            });
        } catch (SQLException failure) {
            throw new StoreException(
                    what + " can't be read from the " + name + " (" + failure
                            + "): check the server, the pool and the rights of its user.",
                    failure);
        }
    }

    /**
     * Changes the database once, however often that has to be tried.
     *
     * @param what what is changed, the beginning of a message that it was not
     * @throws StoreException if it was certainly not changed
     * @throws OutcomeUnknownException if that could not be found out
     */
    public <T> T change(String what, Change<T> change) throws OutcomeUnknownException {
        Attempt.Outcome outcome = new Attempt.Outcome();
        try {
            return retrying(outcome, () -> {
                try (Session session = Session.on(borrow(), false, silence)) {
                    dialect.begin(session.connection(), options);
                    Attempt attempt = new Attempt(session.connection(), outcome);
                    T result = change.run(attempt);
                    attempt.finish();
                    return result;
                }
            });
        } catch (SQLException failure) {
            if (outcome.isUndecided()) {
                throw new OutcomeUnknownException(failure);
            }
            throw new StoreException(
                    what + " was not stored in the " + name + " (" + failure
                            + "): nothing was changed. Check the server, the pool and the rights of its user.",
                    failure);
        }
    }

    /** A new patience, as long as the options say. */
    Patience patience() {
        return new Patience(options.patience());
    }

    Dialect dialect() {
        return dialect;
    }

    private <T> T retrying(Attempt.Outcome outcome, Step<T> step) throws SQLException {
        boolean interrupted = Thread.interrupted();
        Patience patience = patience();
        try {
            while (true) {
                try {
                    return once(step);
                } catch (SQLException failure) {
                    interrupted |= Thread.interrupted();
                    boolean worthwhile = outcome.isUndecided() || Failures.isPassing(failure);
                    if (!worthwhile || !patience.again()) {
                        throw failure;
                    }
                    LOG.debug("Tried again in {}", name, failure);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> T once(Step<T> step) throws SQLException {
        try {
            return step.run();
        } catch (ModelOpsException ours) {
            throw ours;
        } catch (RuntimeException failure) {
            // Drivers and pools throw these too, also out of a commit.
            throw new SQLException(failure.toString(), failure);
        }
    }

    private Connection borrow() throws SQLException {
        try {
            return source.getConnection();
        } catch (SQLException | RuntimeException failure) {
            // Without a code, so that it is passed on at once: the pool has waited already.
            throw new SQLException("no connection: " + failure, failure);
        }
    }
}
