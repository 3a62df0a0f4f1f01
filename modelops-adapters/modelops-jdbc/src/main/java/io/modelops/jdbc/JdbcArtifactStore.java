package io.modelops.jdbc;

import io.modelops.jdbc.internal.ContentCleanUp;
import io.modelops.jdbc.internal.ContentGate;
import io.modelops.jdbc.internal.ContentHolds;
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
import io.modelops.spi.GarbagePlan;
import io.modelops.spi.GarbageReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content in a database, in pieces of one MiB, of which no more than one is in memory at a time. A piece is one transaction;
 * a last one makes the content visible, whole. Good for models of some hundred megabytes; for larger ones share a directory
 * or write an {@link ArtifactStore} over an object store, beside a {@link JdbcRegistryStore}.
 *
 * <p>An upload that was cut is removed two minutes after its last piece, when a store is opened or content is deleted or
 * cleaned up. The pieces of deleted content stay as long, so a running read of up to two minutes finishes; a longer one throws
 * a {@link StoreException}. {@link #delete} does not look at holds.
 *
 * <p>A {@linkplain #hold() hold} keeps the clean-up of every process away. It ends by itself when its store was not used for
 * two minutes, so a process that died keeps nobody waiting. A user of the database who may only read gets holds that keep
 * nothing away. What {@linkplain #collectGarbage clean-up} puts into the trash stays in its row of {@code mo_content}: setting
 * {@code doomed_at} to null, or storing the same content again, takes it back. Ages are by the clock of the database.
 *
 * <p>Safe for use by several threads; an interrupt is kept for the caller and disturbs nothing.
 */
public final class JdbcArtifactStore implements ArtifactStore {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcArtifactStore.class);

    private final Database database;
    private final ContentHolds holds;
    private final ContentTables tables;
    private final ContentCleanUp cleanUp;
    private volatile boolean closed;

    private JdbcArtifactStore(Database database) {
        this.database = database;
        ContentGate gate = new ContentGate(database);
        this.holds = new ContentHolds(database, gate);
        this.tables = new ContentTables(database, holds::stayAlive);
        this.cleanUp = new ContentCleanUp(database, tables, gate);
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
    public Hold hold() {
        requireOpen();
        return holds.hold();
    }

    @Override
    public GarbageReport collectGarbage(GarbagePlan plan, Supplier<? extends Set<Digest>> needed) {
        requireOpen();
        try {
            return cleanUp.run(plan, needed);
        } catch (OutcomeUnknownException unknown) {
            throw new StoreException(
                    "It is not known how far the " + database + " was cleaned up (" + unknown.getCause()
                            + "): nothing that is needed was removed. Clean up again.",
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
