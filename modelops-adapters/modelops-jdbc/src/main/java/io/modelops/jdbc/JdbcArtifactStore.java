package io.modelops.jdbc;

import io.modelops.jdbc.internal.ContentInputStream;
import io.modelops.jdbc.internal.ContentTables;
import io.modelops.jdbc.internal.Database;
import io.modelops.jdbc.internal.OutcomeUnknownException;
import io.modelops.jdbc.internal.SchemaVersion;
import io.modelops.model.ClosedException;
import io.modelops.model.Digest;
import io.modelops.model.NotFoundException;
import io.modelops.model.StoreException;
import io.modelops.spi.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content in a database, in pieces of one MiB, of which no more than one is in memory at a time. A piece is one transaction;
 * a last one makes the content visible, whole. Good for models of some hundred megabytes; for larger ones share a directory
 * or write an {@link ArtifactStore} over an object store, beside a {@link JdbcRegistryStore}.
 *
 * <p>An upload that was cut is removed two minutes after its last piece, when a store is opened or content is deleted. The
 * pieces of deleted content stay as long, so a running read of up to two minutes finishes; a longer one throws a
 * {@link StoreException}. A {@linkplain #hold() hold} does nothing: content is only ever removed by {@link #delete}, and whoever
 * calls that has to spare content so new that the log may not name it yet. Safe for use by several threads; an interrupt is
 * kept for the caller and disturbs nothing.
 */
public final class JdbcArtifactStore implements ArtifactStore {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcArtifactStore.class);

    private final Database database;
    private final ContentTables tables;
    private volatile boolean closed;

    private JdbcArtifactStore(Database database) {
        this.database = database;
        this.tables = new ContentTables(database);
    }

    /**
     * Opens the store with default options.
     *
     * @param dataSource a pool of connections to PostgreSQL or H2, in which the tables have been created
     * @return the store
     * @throws StoreException if the database can't be reached, is neither PostgreSQL nor H2, or does not have the tables
     */
    public static JdbcArtifactStore open(DataSource dataSource) {
        return open(dataSource, JdbcOptions.defaults());
    }

    /**
     * Opens the store.
     *
     * @param dataSource a pool of connections to PostgreSQL or H2, in which the tables have been created
     * @param options how to use it
     * @return the store
     * @throws StoreException if the database can't be reached, is neither PostgreSQL nor H2, or does not have the tables
     */
    public static JdbcArtifactStore open(DataSource dataSource, JdbcOptions options) {
        Database database = Database.connect(dataSource, options);
        new SchemaVersion(database).require();
        JdbcArtifactStore store = new JdbcArtifactStore(database);
        store.cleanUp();
        return store;
    }

    @Override
    public Digest put(InputStream content) {
        requireOpen();
        boolean interrupted = Thread.interrupted();
        try {
            return upload(content);
        } catch (OutcomeUnknownException unknown) {
            throw new StoreException(
                    "It is not known whether content was stored in the " + database + " (" + unknown.getCause()
                            + "): store it again, which does no harm.",
                    unknown);
        } catch (IOException failure) {
            throw new StoreException(
                    "Content could not be stored in the " + database + " (" + failure
                            + "): nothing refers to it. Check the source of the bytes.",
                    failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public InputStream open(Digest digest) {
        requireOpen();
        ContentTables.Content content = tables.find(digest)
                .orElseThrow(() -> new NotFoundException("Content " + digest + " is not in the " + database
                        + ": expected content that was put there and not removed; register the model again."));
        return new ContentInputStream(tables, content, digest);
    }

    @Override
    public void copyTo(Digest digest, Path target) {
        boolean interrupted = Thread.interrupted(); // It would close the file.
        boolean created = false;
        boolean whole = false;
        try (InputStream content = open(digest)) {
            try (OutputStream copy =
                    Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                created = true;
                content.transferTo(copy);
            }
            whole = true;
        } catch (IOException failure) {
            throw new StoreException(
                    "Content " + digest + " could not be copied to " + target + " (" + failure
                            + "): expected a new file in a directory that this user may write, and room on its disk.",
                    failure);
        } finally {
            if (created && !whole) {
                remove(target);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean contains(Digest digest) {
        requireOpen();
        return tables.find(digest).isPresent();
    }

    @Override
    public boolean delete(Digest digest) {
        requireOpen();
        try {
            boolean there = tables.hide(digest);
            cleanUp();
            return there;
        } catch (OutcomeUnknownException unknown) {
            throw new StoreException(
                    "It is not known whether content " + digest + " was removed from the " + database + " ("
                            + unknown.getCause() + "): remove it again, which does no harm.",
                    unknown);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private Digest upload(InputStream content) throws IOException, OutcomeUnknownException {
        UUID upload = tables.start();
        boolean published = false;
        try {
            MessageDigest computation = Digest.algorithm();
            byte[] buffer = new byte[ContentTables.CHUNK];
            long size = 0;
            int index = 0;
            int read = content.readNBytes(buffer, 0, buffer.length);
            while (read > 0) {
                computation.update(buffer, 0, read);
                tables.add(upload, index, buffer, read);
                size += read;
                index++;
                read = content.readNBytes(buffer, 0, buffer.length);
            }
            Digest digest = Digest.finish(computation);
            tables.publish(upload, digest, size);
            published = true;
            return digest;
        } finally {
            if (!published) {
                discard(upload);
            }
        }
    }

    private void discard(UUID upload) {
        try {
            tables.discard(upload);
        } catch (OutcomeUnknownException | RuntimeException failure) {
            LOG.debug("Upload {} stays in the {} until it is cleaned up", upload, database, failure);
        }
    }

    private void cleanUp() {
        try {
            tables.cleanUp();
        } catch (OutcomeUnknownException | RuntimeException failure) {
            // The content is there all the same, perhaps for a user who may only read.
            LOG.warn("Old uploads could not be removed from the {}: {}", database, failure.toString());
        }
    }

    private static void remove(Path target) {
        try {
            Files.deleteIfExists(target);
        } catch (IOException failure) {
            LOG.warn("The unfinished copy {} could not be removed: {}", target, failure.toString());
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("The artifact store in the " + database + " is closed: open it again to use it.");
        }
    }
}
