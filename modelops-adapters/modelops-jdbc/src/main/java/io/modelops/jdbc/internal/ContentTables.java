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

    /** Uploads without a sign of life for so long, or whose content was removed as long ago, and to which nothing refers. */
    static final String FORGOTTEN = "touched_at < CURRENT_TIMESTAMP - INTERVAL '2' MINUTE AND "
            + "NOT EXISTS (SELECT 1 FROM mo_content c WHERE c.upload = mo_upload.id)";

    /** When an upload was touched that nobody may go on with, since its pieces are being removed. */
    private static final String DEAD = "TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00'";

    /** How many pieces go in one transaction: removing gigabytes would take longer than a statement may. */
    private static final int BATCH = 64;

    private final Database database;
    private final Runnable signOfLife;

    /**
     * Of a database.
     *
     * @param signOfLife is told whenever a piece is read or written
     */
    public ContentTables(Database database, Runnable signOfLife) {
        this.database = database;
        this.signOfLife = signOfLife;
    }

    /** Content that can be read. */
    public record Content(UUID upload, long size) {}

    /** The content of a digest. */
    public Optional<Content> find(Digest digest) {
        signOfLife.run();
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
        signOfLife.run();
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
        signOfLife.run();
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
                makeYoung(connection, digest);
                kill(connection, upload);
            }
            return digest;
        });
        removeIfDead(upload);
    }

    /** Makes content invisible and returns whether it was there. Its pieces stay for a while, for those who read them. */
    public boolean hide(Digest digest) throws OutcomeUnknownException {
        return database.change("The removal of content " + digest, attempt -> {
            Connection connection = attempt.connection();
            boolean before = attempt.mayBeDone();
            Optional<UUID> upload = Rows.first(
                    connection,
                    database.locking("SELECT upload FROM mo_content WHERE sha256 = ? AND doomed_at IS NULL"),
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
        database.change("The removal of an upload", attempt -> kill(attempt.connection(), upload));
        removeIfDead(upload);
    }

    /** Removes uploads that nobody goes on with. */
    public void cleanUp() throws OutcomeUnknownException {
        List<UUID> forgotten = database.ask(
                "Uploads",
                connection -> Rows.all(
                        connection,
                        database.sql("SELECT id FROM mo_upload WHERE " + FORGOTTEN),
                        row -> row.getObject(1, UUID.class)));
        for (UUID upload : forgotten) {
            database.change(
                    "The removal of an upload",
                    attempt -> change(
                            attempt.connection(),
                            "UPDATE mo_upload SET touched_at = " + DEAD + " WHERE id = ? AND " + FORGOTTEN,
                            upload));
            removeIfDead(upload);
        }
    }

    private int kill(Connection connection, UUID upload) throws SQLException {
        return change(
                connection,
                "UPDATE mo_upload SET touched_at = " + DEAD + " WHERE id = ?"
                        + " AND NOT EXISTS (SELECT 1 FROM mo_content c WHERE c.upload = mo_upload.id)",
                upload);
    }

    /** Once dead, an upload stays dead; if this stops half-way, the next clean-up goes on. */
    private void removeIfDead(UUID upload) throws OutcomeUnknownException {
        boolean more = true;
        while (more) {
            more = database.change("The removal of an upload", attempt -> {
                Connection connection = attempt.connection();
                int pieces = change(
                        connection,
                        "DELETE FROM mo_chunk WHERE upload = ?"
                                + " AND EXISTS (SELECT 1 FROM mo_upload WHERE id = ? AND touched_at = " + DEAD + ")"
                                + " AND idx > (SELECT MAX(idx) - " + BATCH + " FROM mo_chunk WHERE upload = ?)",
                        upload,
                        upload,
                        upload);
                if (pieces < BATCH) {
                    change(connection, "DELETE FROM mo_upload WHERE id = ? AND touched_at = " + DEAD, upload);
                }
                return pieces == BATCH;
            });
        }
    }

    /** A piece of an upload. */
    Optional<byte[]> chunk(UUID upload, int index) {
        signOfLife.run();
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
                database.sql("SELECT upload, size FROM mo_content WHERE sha256 = ? AND doomed_at IS NULL"),
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
        return change(
                        connection,
                        "UPDATE mo_upload SET touched_at = CURRENT_TIMESTAMP WHERE id = ? AND touched_at > " + DEAD,
                        upload)
                == 1;
    }

    /** Content that is stored again is not older than that, for whoever cleans up. */
    private void makeYoung(Connection connection, Digest digest) throws SQLException {
        int there = change(
                connection,
                "UPDATE mo_content SET stored_at = CURRENT_TIMESTAMP WHERE sha256 = ? AND doomed_at IS NULL",
                digest.hex());
        if (there == 0) {
            throw new SQLTransientException("content went to the trash meanwhile", Failures.TRY_AGAIN);
        }
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
            // What lies in the trash is replaced, since nobody has looked whether it is still what it was.
            int replaced = change(
                    connection,
                    "UPDATE mo_content SET upload = ?, size = ?, stored_at = CURRENT_TIMESTAMP, doomed_at = NULL"
                            + " WHERE sha256 = ? AND doomed_at IS NOT NULL",
                    upload,
                    size,
                    digest.hex());
            if (replaced == 0) {
                change(
                        connection,
                        "INSERT INTO mo_content (sha256, upload, size, stored_at) VALUES (?, ?, ?, CURRENT_TIMESTAMP)",
                        digest.hex(),
                        upload,
                        size);
            }
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
