package io.modelops.jdbc.internal;

import io.modelops.model.CorruptionException;
import io.modelops.spi.LogRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements for the log and its head. */
public final class LogTable {
    private final Database database;
    private final String head;
    private final String lockedHead;
    private final String ofOperation;
    private final String insert;
    private final String moveHead;
    private final String range;

    /** Of a database. */
    public LogTable(Database database) {
        this.database = database;
        head = database.sql("SELECT seq FROM mo_head WHERE id = 1");
        lockedHead = database.locking("SELECT seq FROM mo_head WHERE id = 1");
        ofOperation = database.sql("SELECT seq, op, hash, payload FROM mo_log WHERE op = ?");
        insert = database.sql("INSERT INTO mo_log (seq, op, hash, payload) VALUES (?, ?, ?, ?)");
        moveHead = database.sql("UPDATE mo_head SET seq = ?, hash = ? WHERE id = 1 AND seq = ?");
        range = database.sql("SELECT seq, op, hash, payload FROM mo_log WHERE seq >= ? AND seq <= ? ORDER BY seq");
    }

    /** The number of the newest record, 0 if there is none. */
    public long head(Connection connection) throws SQLException {
        return only(Rows.first(connection, head, row -> row.getLong(1)));
    }

    /** The number of the newest record, which nobody else can move until the transaction is over. */
    public long lockHead(Connection connection) throws SQLException {
        return only(Rows.first(connection, lockedHead, row -> row.getLong(1)));
    }

    /** The record of an operation. */
    public Optional<LogRecord> ofOperation(Connection connection, UUID operation) throws SQLException {
        return Rows.first(connection, ofOperation, this::record, operation);
    }

    /** Adds the record that follows the head. */
    public void append(Connection connection, LogRecord record, String hash) throws SQLException {
        Rows.change(connection, insert, record.sequence(), record.operation(), hash, record.payload());
        int moved = Rows.change(connection, moveHead, record.sequence(), hash, record.sequence() - 1);
        if (moved != 1) {
            throw new SQLException("the head of the log moved although it was locked");
        }
    }

    /** The records from one number to another, both included. */
    public List<LogRecord> range(Connection connection, long from, long to) throws SQLException {
        return Rows.all(connection, range, this::record, from, to);
    }

    private LogRecord record(ResultSet row) throws SQLException {
        LogRecord record = new LogRecord(row.getLong("seq"), row.getObject("op", UUID.class), row.getString("payload"));
        if (!record.digest().hex().equals(row.getString("hash"))) {
            throw new CorruptionException("Record " + record.sequence() + " in table " + database.sql("mo_log")
                    + " of the " + database + " is not what was written: its payload has another digest than the one"
                    + " beside it. Restore the table from a copy.");
        }
        return record;
    }

    private long only(Optional<Long> row) {
        return row.orElseThrow(() -> new CorruptionException("Table " + database.sql("mo_head") + " of the " + database
                + " has lost its only row: restore it from a copy."));
    }
}
