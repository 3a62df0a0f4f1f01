package io.modelops.spi;

import io.modelops.model.Digest;
import io.modelops.model.StoreException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps content under its SHA-256 digest. Content is visible whole or not at all. Implementations are safe for use by
 * several threads and processes.
 */
public interface ArtifactStore extends AutoCloseable {
    /**
     * Stores content, unless it is there already. When this returns, the content survives a crash of the machine.
     *
     * @param content the bytes, read to the end; the caller closes the stream
     * @return their digest
     * @throws StoreException if they could not be read or stored; at most the whole content is visible
     *     then, never a part of it
     * @throws io.modelops.model.CorruptionException if the store has content under their digest that is not theirs
     */
    Digest put(InputStream content);

    /**
     * Opens content for reading. The bytes are checked against the digest while they are read.
     *
     * @param digest the digest
     * @return a stream that throws a {@link io.modelops.model.CorruptionException} at its end if the bytes are not the
     *     ones the digest names; the caller closes it
     * @throws io.modelops.model.NotFoundException if the store does not have it
     * @throws StoreException if it can't be read
     */
    InputStream open(Digest digest);

    /**
     * Copies content to a new file, checked against the digest.
     *
     * @param digest the digest
     * @param target the file to create; must not exist, its directory must
     * @throws io.modelops.model.NotFoundException if the store does not have it
     * @throws io.modelops.model.CorruptionException if the stored bytes are not the ones the digest names; the file is
     *     removed then
     * @throws StoreException if it can't be read or written; the file is removed then
     */
    void copyTo(Digest digest, Path target);

    /**
     * Whether content is there.
     *
     * @param digest the digest
     * @return true if it can be opened
     * @throws StoreException if the store can't be asked
     */
    boolean contains(Digest digest);

    /**
     * Removes content that nothing refers to any more. A running read may finish.
     *
     * @param digest the digest
     * @return true if it was there
     * @throws StoreException if it could not be removed
     */
    boolean delete(Digest digest);

    /**
     * Keeps clean-up away from content that is being published or loaded.
     *
     * @return a hold to close when the log names the content, or when it has been copied; holds may nest
     * @throws StoreException if it can't be had
     */
    default Hold hold() {
        return () -> {};
    }

    /**
     * Cleans up. What is old enough and not needed goes to the trash, or away where a store has none; what has been in the
     * trash for long enough goes away. By default a store can't do this.
     *
     * @param plan what may be done
     * @param needed tells which content must stay. Called once. Unless the plan is a dry run, no hold is open while it is
     *     called, and nobody gets one until the clean-up has ended
     * @return what was done
     * @throws StoreException if the store can't clean up, content is held for too long, or something
     *     could not be removed; what went until then is content that is not needed. Also if {@code needed} throws it;
     *     nothing was removed then
     */
    default GarbageReport collectGarbage(GarbagePlan plan, Supplier<? extends Set<Digest>> needed) {
        throw new StoreException("Artifact store " + getClass().getName()
                + " can't clean up: nothing was removed. Use the store's own means, or implement collectGarbage.");
    }

    /** Releases what the store holds. Closing twice does nothing more. */
    @Override
    default void close() {}

    /** While it is open, no content is cleaned up. */
    @FunctionalInterface
    interface Hold extends AutoCloseable {
        /** Lets go. Closing twice does nothing more. */
        @Override
        void close();
    }
}
