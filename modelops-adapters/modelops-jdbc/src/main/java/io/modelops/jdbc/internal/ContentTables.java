package io.modelops.jdbc.internal;

import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Content in pieces. An upload collects the pieces; a row of {@code mo_content} that refers to it makes them visible all at
 * once. The foreign key keeps an upload that is referred to.
 */
public final class ContentTables {
    /** The greatest size of a piece in bytes, a MiB. */
    public static final int CHUNK = 1 << 20;

    /** How long an upload without a sign of life, or one whose content was removed, is kept. */
    private static final String LEFT_ALONE = "touched_at < CURRENT_TIMESTAMP - INTERVAL '2' MINUTE";

    private final Database database;

    /** Of a database. */
    public ContentTables(Database database) {
        this.database = database;
    }

    /** Content that can be read. */
    public record Content(UUID upload, long size) {}

    /** The content of a digest. */
    public Optional<Content> find(Digest digest) {
        return database.ask("Content " + digest, connection -> find(connection, digest));
    }

    /** Starts an upload and returns its id. */
    public UUID start() throws OutcomeUnknownException {
        return database.change("Content", attempt -> {
            // A new one for each try: what an earlier one may have left is cleaned up some time.
            UUID upload = UUID.randomUUID();
            change(
                    attempt.connection(),
                    "INSERT INTO mo_upload (id, touched_at) VALUES (?, CURRENT_TIMESTAMP)",
                    upload);
            return upload;
        });
    }

    /** Adds a piece to an upload. */
    public void add(UUID upload, int index, byte[] buffer, int length) throws OutcomeUnknownException {
        byte[] chunk = length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
        database.change("Content", attempt -> {
            Connection connection = attempt.connection();
            require(touched(connection, upload));
            if (attempt.mayBeDone() && chunk(connection, upload, index).isPresent()) {
                attempt.changesNothing();
                return index;
            }
            attempt.nothingWasDone();
            change(connection, "INSERT INTO mo_chunk (upload, idx, data) VALUES (?, ?, ?)", upload, index, chunk);
            return index;
        });
    }

    /** Makes an upload visible, unless there is the same content already. */
    public void publish(UUID upload, Digest digest, long size) throws OutcomeUnknownException {
        database.change("Content " + digest, attempt -> {
            Connection connection = attempt.connection();
            boolean there = touched(connection, upload);
            Optional<Content> present = find(connection, digest);
            if (!there && attempt.mayBeDone() && present.isPresent()) {
                attempt.changesNothing(); // An earlier try found it and dropped the upload.
                return digest;
            }
            attempt.nothingWasDone();
            require(there);
            if (present.isEmpty()) {
                insert(connection, digest, upload, size);
            } else if (present.get().upload().equals(upload)) {
                attempt.changesNothing();
            } else {
                requireSize(present.get(), digest, size);
                change(connection, "DELETE FROM mo_upload WHERE id = ?", upload);
            }
            return digest;
        });
    }

    /** Makes content invisible and returns whether it was there. Its pieces stay for a while, for those who read them. */
    public boolean hide(Digest digest) throws OutcomeUnknownException {
        return database.change("The removal of content " + digest, attempt -> {
            Connection connection = attempt.connection();
            boolean before = attempt.mayBeDone();
            Optional<UUID> upload = Rows.first(
                    connection,
                    database.locking("SELECT upload FROM mo_content WHERE sha256 = ?"),
                    row -> row.getObject(1, UUID.class),
                    digest.hex());
            if (upload.isEmpty()) {
                attempt.changesNothing();
                return before; // An earlier try saw it.
            }
            attempt.nothingWasDone();
            change(connection, "DELETE FROM mo_content WHERE sha256 = ?", digest.hex());
            return touched(connection, upload.get());
        });
    }

    /** Removes an upload that no content refers to. */
    public void discard(UUID upload) throws OutcomeUnknownException {
        database.change(
                "The removal of an upload",
                attempt -> change(
                        attempt.connection(),
                        "DELETE FROM mo_upload WHERE id = ?"
                                + " AND NOT EXISTS (SELECT 1 FROM mo_content c WHERE c.upload = mo_upload.id)",
                        upload));
    }

    /** Removes uploads that nobody goes on with. */
    public void cleanUp() throws OutcomeUnknownException {
        List<UUID> forgotten = database.ask(
                "Uploads",
                connection -> Rows.all(
                        connection,
                        database.sql("SELECT id FROM mo_upload WHERE " + LEFT_ALONE
                                + " AND NOT EXISTS (SELECT 1 FROM mo_content c WHERE c.upload = mo_upload.id)"),
                        row -> row.getObject(1, UUID.class)));
        for (UUID upload : forgotten) {
            database.change(
                    "The removal of an upload",
                    attempt -> change(
                            attempt.connection(), "DELETE FROM mo_upload WHERE id = ? AND " + LEFT_ALONE, upload));
        }
    }

    /** A piece of an upload. */
    Optional<byte[]> chunk(UUID upload, int index) {
        return database.ask("Content", connection -> chunk(connection, upload, index));
    }

    /** Whether an upload has not been removed yet. */
    boolean isThere(UUID upload) {
        return database.ask(
                "Content",
                connection -> Rows.first(
                                connection,
                                database.sql("SELECT 1 FROM mo_upload WHERE id = ?"),
                                row -> row.getInt(1),
                                upload)
                        .isPresent());
    }

    private Optional<Content> find(Connection connection, Digest digest) throws SQLException {
        return Rows.first(
                connection,
                database.sql("SELECT upload, size FROM mo_content WHERE sha256 = ?"),
                row -> new Content(row.getObject("upload", UUID.class), row.getLong("size")),
                digest.hex());
    }

    private Optional<byte[]> chunk(Connection connection, UUID upload, int index) throws SQLException {
        return Rows.first(
                connection,
                database.sql("SELECT data FROM mo_chunk WHERE upload = ? AND idx = ?"),
                row -> row.getBytes(1),
                upload,
                index);
    }

    /** Shows that the upload goes on, if it is there; its row is locked until the transaction is over. */
    private boolean touched(Connection connection, UUID upload) throws SQLException {
        return change(connection, "UPDATE mo_upload SET touched_at = CURRENT_TIMESTAMP WHERE id = ?", upload) == 1;
    }

    private void require(boolean there) {
        if (!there) {
            throw new StoreException("Content was not stored in the " + database
                    + ": for more than two minutes no bytes arrived, and its upload was cleaned up. Store it again from"
                    + " a faster source.");
        }
    }

    private void insert(Connection connection, Digest digest, UUID upload, long size) throws SQLException {
        try {
            change(
                    connection,
                    "INSERT INTO mo_content (sha256, upload, size) VALUES (?, ?, ?)",
                    digest.hex(),
                    upload,
                    size);
        } catch (SQLException failure) {
            if (Failures.isUniqueViolation(failure)) {
                // Somebody was faster; the next try finds what they stored.
                throw new SQLTransientException(failure.getMessage(), Failures.TRY_AGAIN, failure);
            }
            throw failure;
        }
    }

    private void requireSize(Content present, Digest digest, long size) {
        if (present.size() != size) {
            throw new CorruptionException("Content " + digest + " in the " + database + " has " + present.size()
                    + " bytes, but the content of that digest has " + size
                    + ": the table was altered. Remove it and store it again.");
        }
    }

    private int change(Connection connection, String text, Object... values) throws SQLException {
        return Rows.change(connection, database.sql(text), values);
    }
}
