package io.modelops.jdbc.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.spi.StoredSummary;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The statements for the side channel. */
public final class SummaryTable {
    private final String update;
    private final String insert;
    private final String find;
    private final String range;
    private final String ofNode;
    private final String sizes;
    private final String delete;

    /** Of a database. */
    public SummaryTable(Database database) {
        update = database.sql("UPDATE mo_summary SET crc = ?, data = ? WHERE topic = ? AND begin_ms = ? AND node = ?");
        insert = database.sql("INSERT INTO mo_summary (topic, begin_ms, node, crc, data) VALUES (?, ?, ?, ?, ?)");
        find = database.sql("SELECT topic, begin_ms, node, crc, data FROM mo_summary"
                + " WHERE topic = ? AND begin_ms = ? AND node = ?");
        range = database.sql("SELECT topic, begin_ms, node, crc, data FROM mo_summary"
                + " WHERE topic = ? AND begin_ms >= ? AND begin_ms < ? ORDER BY begin_ms, node");
        ofNode = database.sql("SELECT topic, begin_ms, node, crc, data FROM mo_summary"
                + " WHERE topic = ? AND node = ? ORDER BY begin_ms DESC LIMIT 1 OFFSET ?");
        sizes = database.sql("SELECT begin_ms, node, octet_length(data) FROM mo_summary"
                + " WHERE topic = ? ORDER BY begin_ms, node");
        delete = database.sql("DELETE FROM mo_summary WHERE topic = ? AND begin_ms = ? AND node = ?");
    }

    /**
     * The key and the size of an entry.
     *
     * @param begin the begin of its window in milliseconds
     * @param node its node
     * @param bytes how many bytes of data it has
     */
    public record Size(long begin, String node, long bytes) {}

    /** Replaces an entry or adds it. */
    public void put(Connection connection, StoredSummary summary) throws SQLException {
        byte[] data = summary.data();
        int replaced = Rows.change(
                connection,
                update,
                checksum(data),
                data,
                summary.topic(),
                summary.window().toEpochMilli(),
                summary.node());
        if (replaced == 0) {
            insert(connection, summary);
        }
    }

    /** Adds an entry. If somebody else adds it meanwhile, the transaction has to be tried again. */
    public void insert(Connection connection, StoredSummary summary) throws SQLException {
        byte[] data = summary.data();
        try {
            Rows.change(
                    connection,
                    insert,
                    summary.topic(),
                    summary.window().toEpochMilli(),
                    summary.node(),
                    checksum(data),
                    data);
        } catch (SQLException failure) {
            if (Failures.isUniqueViolation(failure)) {
                throw new SQLTransientException(failure.getMessage(), Failures.TRY_AGAIN, failure);
            }
            throw failure;
        }
    }

    /** What lies at the key of an entry: nothing, or an entry, which is empty if it is damaged. */
    public Optional<Optional<StoredSummary>> find(Connection connection, StoredSummary key) throws SQLException {
        return Rows.first(
                connection,
                find,
                SummaryTable::summary,
                key.topic(),
                key.window().toEpochMilli(),
                key.node());
    }

    /** The entries from one begin up to, but without, another, empty where they are damaged. */
    public List<Optional<StoredSummary>> range(Connection connection, String topic, long from, long to)
            throws SQLException {
        return Rows.all(connection, range, SummaryTable::summary, topic, from, to);
    }

    /** The newest entry of a node but for some; none if there are no more, an empty one if it is damaged. */
    public Optional<Optional<StoredSummary>> newest(Connection connection, String topic, String node, int skipped)
            throws SQLException {
        return Rows.first(connection, ofNode, SummaryTable::summary, topic, node, skipped);
    }

    /** The entries of a topic, oldest first. */
    public List<Size> sizes(Connection connection, String topic) throws SQLException {
        return Rows.all(connection, sizes, row -> new Size(row.getLong(1), row.getString(2), row.getLong(3)), topic);
    }

    /** Removes an entry and returns whether there was one. */
    public boolean delete(Connection connection, String topic, Size entry) throws SQLException {
        return Rows.change(connection, delete, topic, entry.begin(), entry.node()) > 0;
    }

    private static Optional<StoredSummary> summary(ResultSet row) throws SQLException {
        byte[] data = row.getBytes("data");
        if (checksum(data) != row.getLong("crc")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StoredSummary(
                    row.getString("topic"),
                    row.getString("node"),
                    Instant.ofEpochMilli(row.getLong("begin_ms")),
                    data));
        } catch (InvalidInputException notWrittenByUs) {
            return Optional.empty();
        }
    }

    private static long checksum(byte[] data) {
        CRC32C checksum = new CRC32C();
        checksum.update(data);
        return checksum.getValue();
    }
}
