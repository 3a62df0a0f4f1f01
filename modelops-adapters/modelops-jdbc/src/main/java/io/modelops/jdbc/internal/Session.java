package io.modelops.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A borrowed connection, given back as it was, without an open transaction. */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Connection connection;
    private final boolean wasAutoCommit;
    private final int networkTimeout;

    private Session(Connection connection, boolean wasAutoCommit, int networkTimeout) {
        this.connection = connection;
        this.wasAutoCommit = wasAutoCommit;
        this.networkTimeout = networkTimeout;
    }

    /**
     * Prepares a connection that was just borrowed.
     *
     * @param silence how long the other end may say nothing before the connection counts as lost, unless the application
     *     is less patient
     */
    static Session on(Connection connection, boolean autoCommit, Duration silence) throws SQLException {
        try {
            boolean wasAutoCommit = connection.getAutoCommit();
            int networkTimeout = connection.getNetworkTimeout();
            int longest = Math.toIntExact(silence.toMillis());
            if (networkTimeout == 0 || networkTimeout > longest) {
                connection.setNetworkTimeout(Runnable::run, longest);
            }
            if (wasAutoCommit != autoCommit) {
                connection.setAutoCommit(autoCommit);
            }
            return new Session(connection, wasAutoCommit, networkTimeout);
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try (connection) {
            giveBack();
        } catch (SQLException | RuntimeException failure) {
            LOG.debug("A connection could not be given back", failure);
        }
    }

    private void giveBack() throws SQLException {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
            if (connection.getAutoCommit() != wasAutoCommit) {
                connection.setAutoCommit(wasAutoCommit);
            }
        } catch (SQLException | RuntimeException broken) {
            // Whoever switched it to auto-commit now would commit what is still open.
            connection.abort(Runnable::run);
            throw broken;
        }
    }
}
