package io.modelops.jdbc.internal;

import io.modelops.jdbc.JdbcOptions;
import io.modelops.model.Quoted;
import io.modelops.model.StoreException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What differs between databases. */
public enum Dialect {
    /** The server for a fleet. */
    POSTGRESQL("postgresql") {
        @Override
        void begin(Connection connection, JdbcOptions options) throws SQLException {
            execute(
                    connection,
                    // Also where a standby or a default says something else, so that a mistake is seen at once.
                    "SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE;"
                            + "SET LOCAL lock_timeout = "
                            + options.lockTimeout().toMillis()
                            + ";SET LOCAL statement_timeout = "
                            + options.statementTimeout().toMillis()
                            // Else a client that the network lost would keep the lock for hours.
                            + ";SET LOCAL idle_in_transaction_session_timeout = "
                            + options.statementTimeout().toMillis()
                            // A role may have it off; then a crash of the server would take back what was acknowledged.
                            + ";SELECT set_config('synchronous_commit', 'on', true)"
                            + " WHERE current_setting('synchronous_commit') = 'off'");
        }

        @Override
        String lockingClause(JdbcOptions options) {
            return " FOR UPDATE";
        }

        @Override
        void beginSchema(Connection connection) throws SQLException {
            // IF NOT EXISTS alone fails when two sessions create the same table at once. The number is "modelops".
            execute(connection, "SELECT pg_advisory_xact_lock(7885647230961150067)");
        }

        @Override
        String durabilityWarning(Connection connection) throws SQLException {
            return Rows.first(connection, "SELECT current_setting('fsync')", row -> row.getString(1))
                            .orElse("on")
                            .equals("on")
                    ? ""
                    : "it runs with fsync off";
        }
    },

    /** The embedded one. */
    H2("h2") {
        @Override
        void begin(Connection connection, JdbcOptions options) throws SQLException {
            if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
        }

        @Override
        String lockingClause(JdbcOptions options) {
            Duration wait = options.lockTimeout();
            return " FOR UPDATE WAIT " + BigDecimal.valueOf(wait.toMillis(), 3);
        }

        @Override
        void beginSchema(Connection connection) {}

        @Override
        String durabilityWarning(Connection connection) {
            return "";
        }
    };

    private final String folder;

    Dialect(String folder) {
        this.folder = folder;
    }

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> POSTGRESQL;
            case "H2" -> H2;
            default ->
                throw new StoreException(
                        "Database " + Quoted.of(product) + " can't keep a registry: expected PostgreSQL" + " or H2.");
        };
    }

    /** The folder of the scripts that create the tables. */
    String folder() {
        return folder;
    }

    /** Makes what follows one transaction that can't hang and whose commit lasts. */
    abstract void begin(Connection connection, JdbcOptions options) throws SQLException;

    /** What to add to a query that has to lock the rows it finds. */
    abstract String lockingClause(JdbcOptions options);

    /** Waits until nobody else creates tables. */
    abstract void beginSchema(Connection connection) throws SQLException;

    /** Why acknowledged changes may be lost in a crash, or nothing. */
    abstract String durabilityWarning(Connection connection) throws SQLException;

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
