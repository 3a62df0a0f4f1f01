package io.modelops.jdbc.internal;

import io.modelops.model.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Lets many hold content, or one clean up. Both are rows with a time until which they count, so that a process that died
 * stands in nobody's way for long; whoever lives gives signs of life. All wait for each other at one row, for milliseconds.
 */
public final class ContentGate {
    private static final String SOON = "CURRENT_TIMESTAMP + INTERVAL '2' MINUTE";

    private final Database database;

    /** Of a database. */
    public ContentGate(Database database) {
        this.database = database;
    }

    /** Tries to do something that others may stand in the way of. */
    private interface Try {
        boolean succeeds() throws OutcomeUnknownException;
    }

    /** Keeps clean-up away; waits for one that is running, at most as long as the patience. */
    public void hold(UUID hold) throws OutcomeUnknownException {
        if (!waiting(() -> tryHold(hold))) {
            throw new StoreException("Content in the " + database
                    + " can't be used: it has been cleaned up for longer than the patience. Try again later.");
        }
    }

    /** Shows that a hold is still wanted. */
    void renew(UUID hold) throws OutcomeUnknownException {
        database.change(
                "A hold",
                attempt -> change(
                        attempt.connection(), "UPDATE mo_hold SET valid_until = " + SOON + " WHERE id = ?", hold));
    }

    /** Lets clean-up in again. */
    void release(UUID hold) throws OutcomeUnknownException {
        database.change("A hold", attempt -> change(attempt.connection(), "DELETE FROM mo_hold WHERE id = ?", hold));
    }

    /** Keeps everybody else away; waits until nobody holds content, at most as long as the patience. */
    void occupy(UUID collector) throws OutcomeUnknownException {
        if (!waiting(() -> tryOccupy(collector))) {
            throw new StoreException("Nothing was cleaned up in the " + database
                    + ": models are being registered or loaded, or somebody else cleans up. Try again later.");
        }
    }

    /** Makes sure that clean-up may go on, until the transaction is over and for a while after. */
    void require(Connection connection, UUID collector) throws SQLException {
        int there = change(
                connection, "UPDATE mo_gate SET valid_until = " + SOON + " WHERE id = 1 AND collector = ?", collector);
        if (there == 0) {
            throw new StoreException("The clean-up of the " + database
                    + " was stopped: it gave no sign of life for two minutes, and others went on. Clean up again.");
        }
    }

    /** Lets the others in again. */
    void leave(UUID collector) throws OutcomeUnknownException {
        database.change(
                "The end of a clean-up",
                attempt -> change(
                        attempt.connection(),
                        "UPDATE mo_gate SET collector = NULL WHERE id = 1 AND collector = ?",
                        collector));
    }

    private boolean tryHold(UUID hold) throws OutcomeUnknownException {
        return database.change("A hold", attempt -> {
            Connection connection = attempt.connection();
            boolean free = lock(connection);
            if (attempt.mayBeDone() && count(connection, "SELECT COUNT(*) FROM mo_hold WHERE id = ?", hold) > 0) {
                attempt.changesNothing();
                return true;
            }
            attempt.nothingWasDone();
            if (!free) {
                attempt.changesNothing();
                return false;
            }
            // A collector that died must not wake up and go on.
            change(connection, "UPDATE mo_gate SET collector = NULL WHERE id = 1 AND collector IS NOT NULL");
            change(connection, "INSERT INTO mo_hold (id, valid_until) VALUES (?, " + SOON + ")", hold);
            return true;
        });
    }

    private boolean tryOccupy(UUID collector) throws OutcomeUnknownException {
        return database.change("The beginning of a clean-up", attempt -> {
            Connection connection = attempt.connection();
            boolean free = lock(connection);
            if (attempt.mayBeDone()
                    && count(connection, "SELECT COUNT(*) FROM mo_gate WHERE collector = ?", collector) > 0) {
                attempt.changesNothing();
                return true;
            }
            attempt.nothingWasDone();
            if (!free || count(connection, "SELECT COUNT(*) FROM mo_hold WHERE valid_until > CURRENT_TIMESTAMP") > 0) {
                attempt.changesNothing();
                return false;
            }
            change(connection, "DELETE FROM mo_hold");
            change(connection, "UPDATE mo_gate SET collector = ?, valid_until = " + SOON + " WHERE id = 1", collector);
            return true;
        });
    }

    /** Locks the gate until the transaction is over and returns whether nobody cleans up. */
    private boolean lock(Connection connection) throws SQLException {
        return Rows.first(
                        connection,
                        database.locking("SELECT collector IS NULL OR valid_until < CURRENT_TIMESTAMP FROM mo_gate"
                                + " WHERE id = 1"),
                        row -> row.getBoolean(1))
                .orElse(false);
    }

    private boolean waiting(Try what) throws OutcomeUnknownException {
        Patience patience = database.patience();
        boolean interrupted = Thread.interrupted();
        try {
            while (!what.succeeds()) {
                interrupted |= Thread.interrupted();
                if (!patience.again()) {
                    return false;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private long count(Connection connection, String text, Object... values) throws SQLException {
        return Rows.first(connection, database.sql(text), row -> row.getLong(1), values)
                .orElse(0L);
    }

    private int change(Connection connection, String text, Object... values) throws SQLException {
        return Rows.change(connection, database.sql(text), values);
    }
}
